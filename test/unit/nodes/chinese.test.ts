import { readFileSync } from 'node:fs';
import type { IDataObject, INode, INodePropertyOptions } from 'n8n-workflow';

import { httpErrors } from '../../../nodes/shared/model/errorTable';
import {
	AlreadySubmitted,
	InputProblem,
	NoAnswer,
	NoSession,
	Refusal,
	SetupProblem,
	type ErrorTable,
} from '../../../nodes/shared/model/errors';
import type { Field, Group } from '../../../nodes/shared/model/field';
import type { Operation } from '../../../nodes/shared/model/operation';
import type { Provider } from '../../../nodes/shared/model/providerType';
import { explain } from '../../../nodes/shared/run/explain';
import { failedJson, toNodeError } from '../../../nodes/shared/run/nodeError';
import { GENERAL } from '../../../nodes/shared/run/outcome';
import { WRONG_EXAMPLES } from '../../../scripts/coverage/formats.ts';
import { explanationOf } from '../../../nodes/UserVerification/codes';
import { loadProvider, placesOf } from '../../../scripts/shared/providers.ts';
import { PROVIDERS } from '../../../spec/providers.ts';
import { chineseFault, englishFault } from '../../support/chinese';
import { ALL_FIELDS } from '../../support/fields';
import { problemOf } from '../../support/values';

/** What a person, a spreadsheet or an expression may put into a field. */
const ODD: unknown[] = [
	...['', ' ', null, undefined],
	...['王\uFFFD志', '王\u200B志', '长沙市\n岳麓区', '\uD83D', 'x'.repeat(300)],
	...[1.1e20, '1.10105E+17', NaN, Infinity, new Date(NaN)],
	...[{ a: 1 }, [{ a: 1 }], '{', '[', '[12345678901234567890]', '{"a": "\uFFFD"}', '[]'],
	...['none of these', 'perhaps', '三万', '-1', 0, -1, 1e9],
	...[
		'110105194902310025',
		'１１０１０５',
		'4111111111111112',
		'false',
		'2999-01-01',
		'1990-13-01',
	],
	...Object.values(WRONG_EXAMPLES),
];

const node = { name: 'N', type: 'n', typeVersion: 1 } as INode;
const provider: Provider = {
	name: 'P',
	credential: 'p',
	errors: {},
	address: '',
	secrets: [],
	envelope: () => undefined,
};

/** The details of the item that fails with this error. */
function detailsOf(
	operation: Operation,
	error: unknown,
	{ isSent = false, errors = {} as ErrorTable } = {},
): IDataObject {
	const explanation = explain({ ...provider, errors }, operation, error, isSent);
	const nodeError = toNodeError(node, explanation, 0);
	return failedJson(provider, nodeError, explanation).details as IDataObject;
}

const modules = PROVIDERS.map((entry) => ({
	name: entry.node,
	...loadProvider(entry, process.cwd()),
}));
const OPERATIONS = modules.flatMap(({ name, errors, resources }) =>
	placesOf(resources).map(({ resource, name: operation, operation: data }) => ({
		place: [name, resource, operation].join('.'),
		operation: data,
		errors: { ...httpErrors, ...errors, ...data.errors },
	})),
);

describe('the fault of a value', () => {
	test.each(ALL_FIELDS)('of $place is told to the person by the name of the field', ({ field }) => {
		let refused = 0;
		for (const value of ODD) {
			const problem = problemOf(field, value);
			if (problem === undefined) continue;
			refused++;
			if (field.technical) {
				expect([value, problem]).toEqual([value, expect.any(SetupProblem)]);
			} else {
				expect([value, problem.chinese]).toEqual([value, expect.stringContaining(field.chinese)]);
				expect([value, chineseFault(problem.chinese)]).toEqual([value, '']);
			}
		}
		// What is passed on as received is not looked at.
		const isChecked = field.as !== 'received' || field.required === true;
		expect(refused > 0).toBe(isChecked);
	});

	test.each(OPERATIONS)('of $place comes out with the item', ({ operation }) => {
		for (const field of operation.fields.filter(({ type }) => type !== 'notice')) {
			const shown = { ...field, displayOptions: undefined };
			for (const value of ODD) {
				const problem = problemOf(shown, value);
				if (problem === undefined) continue;
				const { messageChinese, messageEnglish, outcome } = detailsOf(operation, problem);
				expect(outcome).toBe('notSent');
				expect(messageChinese).toBe(problem.chinese || GENERAL.notSent.messageChinese);
				expect(chineseFault(messageChinese)).toBe('');
				expect([value, englishFault(messageEnglish)]).toEqual([value, '']);
			}
		}
	});

	test('inside a list of entries says which entry it is in', () => {
		const lists = OPERATIONS.flatMap(({ operation }) =>
			operation.fields.flatMap((field) =>
				field.type === 'collection' ? (field.options as Field[]) : [field],
			),
		).filter(({ type }) => type === 'fixedCollection');
		expect(lists.length).toBeGreaterThan(4);
		for (const list of lists) {
			const [{ name, chinese, values }] = list.options as Group[];
			for (const inner of values.filter(({ technical }) => !technical)) {
				const entries = { [name]: [{}, { [inner.name]: '王\uFFFD' }] };
				const group = {
					name,
					chinese,
					displayName: '',
					values: [{ ...inner, required: undefined }],
				};
				const bare: Field = { ...list, displayOptions: undefined, options: [group] };
				const problem = problemOf(bare, entries);
				expect(problem?.chinese).toContain(`${chinese}第2项的${inner.chinese}`);
			}
		}
	});
});

describe('a field', () => {
	/** These are set by the workflow, although nothing in their declaration shows it. */
	const OF_THE_WORKFLOW = [
		...['imageName', 'signatureName', 'hstong.identity.uploadPhoto.type'],
		...['hstong.identity.getPhoto.type', 'hstong.liveness.uploadPhoto.type'],
		...['hstong.liveness.getPhoto.type', 'third_party_user_id', 'notify_url', 'return_url'],
		...[
			'htouhui.user.openAccount.type',
			'sync',
			'client_type',
			'udid',
			'ip',
			'lat',
			'lon',
			'city',
			'province',
		],
		...['qianchengCredit.riskAudit.apply.data', 'locale', 'bizPath', 'service_code', 'fileType'],
		...['webank.business.call.type', 'fileFormat', 'contentType', 'bizContent', 'CODE', 'DESC'],
		...['USER_ID', 'mechant_id', 'EXTEND_INFO', 'UNION_ID'],
		// The names of pairs.
		...['openAccount', 'query', 'register'].map((name) => `htouhui.user.${name}.name`),
		'webank.business.call.name',
	];

	test('has a name in Chinese, unless its value comes from the workflow', () => {
		const isOfWorkflow = ({ file, local, passedOn, default: preset }: Field) =>
			(local && !file) || passedOn || String(preset).startsWith('=');
		const technical = ALL_FIELDS.filter(({ field }) => field.technical && !isOfWorkflow(field));
		const isListed = ({ place, field }: (typeof technical)[number]) =>
			OF_THE_WORKFLOW.includes(place) || OF_THE_WORKFLOW.includes(field.name);
		expect(technical.filter((one) => !isListed(one)).map(({ place }) => place)).toEqual([]);
	});

	test('is named in words that a person knows', () => {
		const named = ALL_FIELDS.filter(({ field }) => !field.technical);
		expect(named.length).toBeGreaterThan(150);
		for (const { place, field } of named) {
			expect([place, field.chinese]).toEqual([
				place,
				expect.stringMatching(/^[\u4e00-\u9fff/、]{1,20}$/),
			]);
		}
	});
});

describe('a code of a provider', () => {
	/** Nobody who fills in a form can cause these, or do anything about them. */
	const OF_THE_OPERATOR: Record<string, string[]> = {
		HSTong: [
			...['10001', '10002', '10012', '10101', '10102', '10103', '10104', '10105', '10109', '10112'],
			...['50001', '60014', '60016', '60018', '60021'],
		],
		Htouhui: ['HTTP 401', 'HTTP 404'],
		QianchengCredit: ['1000', 'authorizeToken 1000', 'authorizeToken 1001', 'riskAuditResult 1001'],
		UserVerification: ['HTTP 401', 'HTTP 403', 'HTTP 404'],
		WeBank: [
			...['60840003', '60840110', '60841017', '60841018', '60846999', '60851001', '60851002'],
			...['60851003', '60851004', '60851005', '60851007', '60851009', '60851010', '60851013'],
			'60856999',
		],
	};

	test.each(modules)('of $name has its own text, unless it is a matter of the operator', (one) => {
		const own = Object.entries(one.scoped).flatMap(([operation, table]) =>
			Object.entries(table).map(([code, entry]) => [`${operation} ${code}`, entry] as const),
		);
		const without = [...Object.entries(one.errors), ...own]
			.filter(([, { chinese }]) => chinese === undefined)
			.map(([code]) => code);
		expect(without.sort()).toEqual([...(OF_THE_OPERATOR[one.name] ?? [])].sort());
	});

	test.each(OPERATIONS)('at $place is told in Chinese, and never against its outcome', (one) => {
		const { operation, errors } = one;
		for (const code of [...Object.keys(errors), 'never heard of', 'HTTP 418']) {
			const details = detailsOf(operation, new Refusal(code, '系统 error: idCardNo'), { errors });
			expect([code, chineseFault(details.messageChinese)]).toEqual([code, '']);
			expect([code, englishFault(details.messageEnglish)]).toEqual([code, '']);
			if (details.outcome === 'unknown')
				expect(details.messageChinese).toBe(GENERAL.unknown.messageChinese);
			else expect(details.messageChinese).not.toBe(GENERAL.unknown.messageChinese);
		}
	});
});

test.each([
	['请先完成上一步', '前面的步骤还没有完成'],
	['Please submit step 2 first', '前面的步骤还没有完成'],
	['用户正在审核中', '您的认证资料已经提交'],
	['already verified', '您的认证资料已经提交'],
	['生日格式不正确', '这一步没有通过'],
	['', '这一步没有通过'],
	['api key disabled', GENERAL.refused.messageChinese],
	['签名错误', GENERAL.refused.messageChinese],
	['系统繁忙', GENERAL.unknown.messageChinese],
])('User Verification: %j tells the person %j', (words, chinese) => {
	const [step] = OPERATIONS.filter(({ place }) => place.includes('submitPersonalInformation'));
	const entry = explanationOf('100001', words, 200);
	const { messageChinese } = detailsOf(step.operation, new Refusal('100001', words, { entry }));
	expect(messageChinese).toContain(chinese);
	expect(chineseFault(messageChinese)).toBe('');
});

test.each(OPERATIONS)('$place: each outcome has its sentence', ({ operation }) => {
	const gone = new NoAnswer('The server closed the connection', true);
	const away = new NoAnswer('there is no host named x', false);
	const reads = operation.effect === 'reads';
	const lost = reads ? 'noAnswer' : 'unknown';
	const cases: Array<[error: unknown, isSent: boolean, outcome: keyof typeof GENERAL]> = [
		[gone, true, lost],
		[away, false, 'notSent'],
		[new NoSession('P', away), false, 'notSent'],
		[new NoSession('P', gone), false, reads ? 'noAnswer' : 'notSent'],
		[new AlreadySubmitted(), false, 'alreadySubmitted'],
		[new SetupProblem("The credential has no 'App ID'", 'Enter it.'), false, 'notSent'],
		[new InputProblem("'Name' is odd", 'Correct it.', '姓名不正确。'), true, lost],
		[new TypeError('x is not a function'), false, 'notSent'],
		[new TypeError('x is not a function'), true, lost],
	];
	for (const [error, isSent, outcome] of cases) {
		const details = detailsOf(operation, error, { isSent });
		expect(details).toMatchObject({
			outcome,
			...GENERAL[outcome],
		});
	}
});

test.each(Object.entries(GENERAL))('the sentence of %s is for a person', (outcome, told) => {
	expect(chineseFault(told.messageChinese)).toBe('');
	expect(englishFault(told.messageEnglish)).toBe('');
	const forbids = ['unknown', 'refused'].includes(outcome);
	expect(/不要重复提交/.test(told.messageChinese)).toBe(forbids);
	expect(/do not hand it in again/.test(told.messageEnglish)).toBe(forbids);
});

test.each(['docs/input.md', 'docs/zh-CN/input.md'])('%s has these sentences', (path) => {
	const page = readFileSync(path, 'utf8');
	const told = Object.values(GENERAL).flatMap((told) => Object.values(told));
	expect(told.filter((text) => !page.includes(text))).toEqual([]);
});

test('every choice has a label in Chinese, which a form shows', () => {
	const choices = ALL_FIELDS.filter(({ field }) => field.type === 'options' && !field.technical);
	for (const { place, field } of choices) {
		for (const { name } of field.options as INodePropertyOptions[]) {
			expect([place, name]).toEqual([place, expect.stringMatching(/\(.+\)$/)]);
		}
	}
});
