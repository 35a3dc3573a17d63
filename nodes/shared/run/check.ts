import type { IDataObject } from 'n8n-workflow';

import type { Field, OptionField } from '../model/field';
import type { Result } from '../model/operation';
import { notesOn, passedOn, singleFields } from '../values/values';
import { makeCall } from './call';
import type { Job } from './job';
import { settle } from './settle';

/** The option of a node that checks values and sends nothing. */
export const CHECK_ONLY = {
	displayName: 'Check Only',
	name: 'checkOnly',
	type: 'boolean',
	default: false,
	description:
		"Whether to check all values and files as for sending, and send nothing (只检查). A good item comes out with 'checked' and the values that would be sent, a bad one fails as it would otherwise. Use it on the first page of a form, or before a list is paid for.",
} satisfies OptionField;

/**
 * Runs an operation up to its first request.
 *
 * @throws InputProblem for the first value or file that must not be sent
 */
export async function checkItem(job: Job, itemIndex: number): Promise<Result> {
	const { context, operation, read } = job;
	const { fields } = operation;
	const { credential } = await job.account(itemIndex);
	const wouldSend = new Error('A request would be sent here');
	const call = makeCall(context, operation, credential, read, itemIndex, async () => {
		throw wouldSend;
	});
	const values = call.values();
	// One that is sent with a later request of the operation counts as well.
	for (const { name, file } of fields) {
		if (file && values.local[name] !== undefined) await call.files(name);
	}
	const settled = await settle(operation.run({ ...call, answerCaller: async () => {} }));
	if (!settled.ok && settled.error !== wouldSend) throw settled.error;

	const sent = { ...values.path, ...values.wire };
	return {
		json: {
			checked: true,
			values: withoutSecrets(fields, sent),
			...passedOn(fields, values),
			...notesOn(values),
		},
	};
}

/** What would be sent, without passwords. */
function withoutSecrets(fields: Field[], sent: IDataObject): IDataObject {
	const secrets = singleFields(fields)
		.filter(({ typeOptions }) => typeOptions?.password)
		.map(({ name }) => name);
	return Object.fromEntries(Object.entries(sent).filter(([name]) => !secrets.includes(name)));
}
