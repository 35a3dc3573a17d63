import type { Message, PartnerReply } from './deliver.ts';

/** One kind of notification, right or malicious. */
export interface Kind<Input, Outgoing extends Message> {
	/** What it is, for people. */
	text: string;
	/** Replies of a right receiver; empty where a refusal below the application (HTTP 413) is as good. */
	expected: readonly string[];
	build: (input: Input) => Outgoing;
	/** What is sent once the first message was answered. */
	then?: {
		build: (first: Outgoing, reply: PartnerReply, input: Input) => Outgoing;
		/** Replies of a right receiver to this one, where they differ. */
		expected?: readonly string[];
	};
}

/** The kinds of a provider by their names. */
export function kindTable<Name extends string, Entry>(kinds: Record<Name, Entry>) {
	return {
		names: Object.keys(kinds) as Name[],
		isName: (value: unknown): value is Name =>
			typeof value === 'string' && Object.hasOwn(kinds, value),
		of: (name: Name): Entry => kinds[name],
	};
}
