import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { InputProblem, NoAnswer, Refusal } from '../../../nodes/shared/model/errors';
import type { Call } from '../../../nodes/shared/model/operation';
import { readValues } from '../../../nodes/shared/values/values';
import { riskPublicKey } from '../../../sandbox/qiancheng-credit/risk-key.ts';
import { ALL_OPERATIONS, type Case } from '../../support/all-operations';
import { jpeg } from '../../support/applicant';
import { rightCall, type RightCall } from '../../support/right-calls';

// What a provider may put in place of the data that its document shows.
const ODD: Array<[name: string, data: unknown]> = [
	['nothing', undefined],
	['null', null],
	['an empty text', ''],
	['a text', 'ok'],
	['a number', 12],
	['true', true],
	['an empty list', []],
	['a list of null', [null]],
	['a list of texts', ['a']],
	['a list in a list', [[]]],
	['an empty object', {}],
];

const NAMES = ['tickets', 'jsonData', 'fileList', 'FILE_LIST', 'result', 'data', 'state', 'status'];
const inside = ODD.flatMap(([name, odd]) =>
	NAMES.map((field): [string, unknown] => [`${field} with ${name}`, { [field]: odd }]),
);
const deeper = ODD.map(([name, odd]): [string, unknown] => [
	`a ticket or file list with ${name}`,
	{ tickets: [odd], fileList: [odd], jsonData: { FILE_LIST: odd, CODE: odd }, pic_captcha: odd },
]);

function callOf(
	{ operation, values: given }: Case & Pick<RightCall, 'values'>,
	data: unknown,
): Call {
	const values = readValues(operation.fields, (name) => given[name]);
	Object.assign(values.local, { binaryPropertyName: 'data' });
	const file = { data: jpeg(), fileName: 'a.jpg', mimeType: 'image/jpeg' };
	const credential = { riskPublicKey, merchantId: '1', salt: 's' };
	let waits = 0;
	return {
		itemIndex: 0,
		credential: credential as ICredentialDataDecryptedObject,
		values: () => values,
		file: async () => await Promise.resolve(file),
		files: async () => await Promise.resolve([file]),
		request: async () => await Promise.resolve(structuredClone(data)),
		download: async () => await Promise.resolve(file),
		wait: async () => {
			if (++waits > 3) throw new InputProblem('enough', '', '');
			await Promise.resolve();
		},
		answerCaller: async () => await Promise.resolve(),
		binary: async () => await Promise.resolve({}),
	};
}

const calls = ALL_OPERATIONS.map((one) => ({ ...one, ...rightCall(one) }));

test.each(calls)('$title: no odd answer leads to an exception', async (one) => {
	for (const [name, data] of [...ODD, ...inside, ...deeper]) {
		const error = await one.operation.run(callOf(one, data)).then(
			({ json }) => (typeof json === 'object' && json !== null ? undefined : 'no item'),
			(thrown: unknown) => thrown,
		);
		const isOurs = [InputProblem, NoAnswer, Refusal].some((type) => error instanceof type);
		expect([name, isOurs ? undefined : error]).toEqual([name, undefined]);
	}
});
