import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { InputProblem, NoAnswer, Refusal } from '../../../nodes/shared/model/errors';
import type { Field, Group } from '../../../nodes/shared/model/field';
import type { Call, Operation, Values } from '../../../nodes/shared/model/operation';
import { loadProvider, placesOf } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';
import { jpeg } from '../../support/applicant';
import { riskData } from '../../support/qiancheng-data';

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

/** A value that the field could have. */
function sampleOf({ type, options, placeholder, default: initial }: Field): unknown {
	switch (type) {
		case 'boolean':
			return true;
		case 'number':
			return 1;
		case 'options':
			return (options as Array<{ value: unknown }>)[0].value;
		case 'multiOptions':
			return [(options as Array<{ value: unknown }>)[0].value];
		case 'collection':
			return {};
		case 'fixedCollection':
			return (options as Group[])[0] && [];
		default:
			return placeholder?.replace('e.g. ', '') ?? (String(initial) || 'x');
	}
}

function callOf(operation: Operation, data: unknown): Call {
	const values: Values = { wire: {}, path: {}, local: {}, normalized: {}, warnings: [] };
	for (const field of operation.fields) {
		const place = field.local || field.file ? 'local' : field.inPath ? 'path' : 'wire';
		values[place][field.name] = sampleOf(field) as string;
	}
	Object.assign(values.local, { specifyData: 'json', binaryPropertyName: 'data' });
	if (operation.id === 'riskAuditApply') values.wire.data = riskData(1);
	const file = { data: jpeg(), fileName: 'a.jpg', mimeType: 'image/jpeg' };
	const credential = { riskPublicKey: 'x', merchantId: '1', salt: 's' };
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

describe.each(PROVIDERS)('$node', (entry) => {
	const { resources } = loadProvider(entry, process.cwd());
	const places = placesOf(resources).map(({ resource, name, operation }): [string, Operation] => [
		`${resource} ${name}`,
		operation,
	]);

	test.each(places)('%s: no odd answer leads to an exception', async (_name, operation) => {
		for (const [name, data] of [...ODD, ...inside, ...deeper]) {
			const error = await operation.run(callOf(operation, data)).then(
				({ json }) => (typeof json === 'object' && json !== null ? undefined : 'no item'),
				(thrown: unknown) => thrown,
			);
			const isOurs = [InputProblem, NoAnswer, Refusal].some((type) => error instanceof type);
			expect([name, isOurs ? undefined : error]).toEqual([name, undefined]);
		}
	});
});
