import type { IExecuteFunctions } from 'n8n-workflow';

import { AlreadySubmitted, InputProblem, SetupProblem } from '../model/errors';
import type { Field } from '../model/field';
import type { Provider } from '../model/providerType';
import type { ReadParameter } from '../values/expressions';
import { readValues } from '../values/values';
import { processedOf } from './processed';
import { settle } from './settle';

/** The right of one item to be submitted. */
export interface Claim {
	/**
	 * Takes it, before the request goes out.
	 *
	 * @throws AlreadySubmitted when another item has taken it before
	 * @throws InputProblem when the item has no key, or n8n cannot remember it
	 */
	take(): Promise<void>;
	/** Gives it back if it was taken: the item was not submitted. */
	release(): Promise<void>;
}

const OPTION = 'options.submitOnlyOnce';

/**
 * The claims of 'Submit Only Once'.
 *
 * @param place resource and operation: the same key in another operation is another submission
 * @returns undefined when the option is not set
 */
export function claimer(
	context: IExecuteFunctions,
	{ credential: type }: Provider,
	read: ReadParameter,
	place: string[],
): ((itemIndex: number) => Claim) | undefined {
	// The raw value: an expression that finds nothing is not the same as no option.
	const raw = context.getNodeParameter(OPTION, 0, null, { rawExpressions: true });
	if (raw === null) return undefined;
	// Another credential is another account or environment, which knows nothing of this submission.
	const credentialId = context.getNode().credentials?.[type]?.id;
	const processed = processedOf(context);

	return (itemIndex) => {
		let taken: string | undefined;
		return {
			take: async () => {
				if (taken !== undefined) return;
				const key = JSON.stringify([credentialId, ...place, keyOf(read(OPTION, itemIndex))]);
				const recorded = await settle(processed.record(key));
				if (!recorded.ok) throw notRemembered(recorded.error);
				if (!recorded.value) throw new AlreadySubmitted();
				taken = key;
			},
			release: async () => {
				if (taken === undefined) return;
				const removed = await settle(processed.remove(taken));
				if (removed.ok) taken = undefined;
				else {
					const reason = reasonOf(removed.error);
					context.logger.warn(`A key of 'Submit Only Once' could not be freed: ${reason}`);
				}
			},
		};
	};
}

const KEY: Field = {
	displayName: 'Submit Only Once',
	name: 'key',
	technical: true,
	type: 'string',
	default: '',
};

function keyOf(value: unknown): string {
	const { key } = readValues([KEY], () => value).wire;
	if (key !== undefined) return String(key);
	throw new SetupProblem(
		"'Submit Only Once' has no key for this item",
		'Nothing was sent. Choose an expression that gives each item a text or a number of its own, or remove the option.',
	);
}

const notRemembered = (error: unknown): InputProblem =>
	new SetupProblem(
		"n8n could not remember the key of 'Submit Only Once'",
		`Nothing was sent. Save the workflow first; if it has a Remove Duplicates node with the scope 'Workflow', change that to 'Node'. n8n says: ${reasonOf(error)}`,
	);

const reasonOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);
