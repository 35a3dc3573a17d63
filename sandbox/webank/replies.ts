/** What a business system shall answer, as a control client asked for it. */
export interface ScriptedReply {
	/** The calls it is for; absent = all. */
	bizPath?: string;
	serviceCode?: string;
	/** The business system's own code and words, inside jsonData. */
	code?: string;
	desc?: string;
	/** Further fields of jsonData. */
	data?: Record<string, unknown>;
	/** The text of jsonData as it is, right or wrong; null leaves jsonData out. */
	jsonData?: string | null;
	/** How many calls it answers; null = all from now on. */
	times: number | null;
}

const fields = ['bizPath', 'serviceCode', 'code', 'desc', 'data', 'jsonData', 'times'];

function faultOf(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return 'a reply must be an object';
	const reply = value as Record<string, unknown>;
	const unknown = Object.keys(reply).find((name) => !fields.includes(name));
	if (unknown) return `a reply has no field '${unknown}'; known are ${fields.join(', ')}`;
	for (const name of ['bizPath', 'serviceCode', 'code', 'desc']) {
		if (reply[name] !== undefined && typeof reply[name] !== 'string')
			return `${name} must be a string`;
	}
	const { data, jsonData, times = 1 } = reply;
	if (data !== undefined && (typeof data !== 'object' || data === null || Array.isArray(data)))
		return 'data must be an object';
	if (jsonData !== undefined && jsonData !== null && typeof jsonData !== 'string')
		return 'jsonData must be a string or null';
	if (jsonData !== undefined && ['code', 'desc', 'data'].some((name) => reply[name] !== undefined))
		return 'jsonData stands for code, desc and data';
	if (times !== null && !(Number.isInteger(times) && Number(times) >= 1))
		return 'times must be a whole number from 1, or null';
	return undefined;
}

/** The script of the business systems behind the platform: replies are used up in their order. */
export class Replies {
	private replies: ScriptedReply[] = [];

	clear(): void {
		this.replies = [];
	}

	/** Sets the replies from a control request; says what is wrong with it, if so. */
	set(value: unknown): string | undefined {
		if (!Array.isArray(value)) return 'replies must be a list';
		const fault = value.map(faultOf).find((text) => text !== undefined);
		if (fault !== undefined) return fault;
		this.replies = (value as Array<Partial<ScriptedReply>>).map((reply) => ({
			times: 1,
			...reply,
		}));
		return undefined;
	}

	get current(): readonly ScriptedReply[] {
		return this.replies;
	}

	/** The reply for a call, used up by asking. */
	take(bizPath: string, serviceCode: string): ScriptedReply | undefined {
		const reply = this.replies.find(
			(candidate) =>
				candidate.times !== 0 &&
				(candidate.bizPath ?? bizPath) === bizPath &&
				(candidate.serviceCode ?? serviceCode) === serviceCode,
		);
		if (reply?.times) reply.times--;
		return reply;
	}
}
