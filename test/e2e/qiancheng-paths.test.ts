import type { IDataObject } from 'n8n-workflow';

import { jsonOf } from '../support/n8n-driver.ts';
import { person } from '../support/qiancheng-data';
import type { NodeInput } from '../support/workflow';
import { errorOf } from './support/chain';
import { first, quick, useQianchengHost } from './support/qiancheng';

const host = useQianchengHost();
const { qiancheng, httpRequest, execute } = host;

/** What an operation is given, or how far the clock goes, and what the state is after the wait that follows. */
type Step = [operation: string, parameters: IDataObject, state: IDataObject];

describe.each<[kind: string, digit: number, what: string, steps: Step[]]>([
	['telecom', 0, 'asks for nothing', [['', {}, { nextAction: 'getData' }]]],
	[
		...(['telecom', 1, 'takes an SMS code after a wrong one'] as const),
		[
			['', {}, { stateName: 'STATE_CAPTCHA_REQUIRED' }],
			['submitCaptcha', { captcha: '999999' }, { stateName: 'STATE_CAPTCHA_ERROR' }],
			['resendCaptcha', {}, { stateName: 'STATE_CAPTCHA_RESEND', nextAction: 'submitCaptcha' }],
			['submitCaptcha', { captcha: '234567' }, { nextAction: 'getData' }],
		],
	],
	[
		...(['telecom', 2, 'takes a query password after a wrong one'] as const),
		[
			['', {}, { stateName: 'STATE_QUERY_PWD_REQUIRED' }],
			[
				...(['submitQueryPassword', { query_password: '111111' }] as const),
				{ stateName: 'STATE_QUERY_PWD_SUBMITTED_ERROR', nextAction: 'submitQueryPassword' },
			],
			['submitQueryPassword', { query_password: '654321' }, { nextAction: 'getData' }],
		],
	],
	[
		...(['telecom', 4, 'takes a service password after a wrong one'] as const),
		[
			['', { maximumWait: 1 }, { stateName: 'STATE_INIT', nextAction: 'wait', timedOut: true }],
			['submitServicePassword', { service_password: '2' }, { nextAction: 'getData' }],
		],
	],
	['telecom', 6, 'fails', [['', {}, { stateName: 'STATE_COLLECT_FAILED', nextAction: 'failed' }]]],
	[
		...(['telecom', 7, 'does not finish, and fails after ten minutes'] as const),
		[
			['', { maximumWait: 1 }, { nextAction: 'wait', timedOut: true }],
			['clock', { advanceSeconds: 601 }, { nextAction: 'failed', timedOut: false }],
		],
	],
	[
		...(['telecom', 8, 'fails after an SMS code'] as const),
		[
			['', {}, { nextAction: 'submitCaptcha' }],
			['submitCaptcha', { captcha: '123456' }, { nextAction: 'failed' }],
		],
	],
	['degree', 0, 'refuses a wrong password', [['wrong', {}, { nextAction: 'failed' }]]],
	['degree', 6, 'fails', [['', {}, { stateName: 'STATE_COLLECT_FAILED', nextAction: 'failed' }]]],
	[
		...(['degree', 7, 'does not finish, and fails after ten minutes'] as const),
		[
			['', { maximumWait: 1 }, { nextAction: 'wait', timedOut: true }],
			['clock', { advanceSeconds: 601 }, { nextAction: 'failed', timedOut: false }],
		],
	],
	...(['ebank v1', 'ebank v2'] as const).flatMap(
		(kind): Array<[string, number, string, Step[]]> => [
			[
				...([kind, 1, 'takes an SMS code after two wrong ones'] as const),
				[
					['', {}, { stateName: 'STATE_MSG_CAPTCHA_REQUIRED' }],
					['submitCaptcha', { verify_code: '999999' }, { stateName: 'STATE_CAPTCHA_ERROR' }],
					['submitCaptcha', { verify_code: '999999' }, { stateName: 'STATE_CAPTCHA_RESEND' }],
					['submitCaptcha', { verify_code: '234567' }, { nextAction: 'getData' }],
				],
			],
			[
				...([kind, 3, 'gives up after three wrong captchas'] as const),
				[
					['', {}, { stateName: 'STATE_PIC_CAPTCHA_REQUIRED' }],
					['submitCaptcha', { verify_code: '9' }, { pic_captcha: expect.any(String) as string }],
					['submitCaptcha', { verify_code: '9' }, { nextAction: 'submitCaptcha' }],
					['submitCaptcha', { verify_code: '9' }, { nextAction: 'failed' }],
				],
			],
			[
				...([kind, 5, 'takes a dynamic password, then an SMS code'] as const),
				[
					['', {}, { stateName: 'STATE_DYNAMIC_PWD_REQUIRED', nextAction: 'submitCaptcha' }],
					['submitCaptcha', { verify_code: '246810' }, { stateName: 'STATE_MSG_CAPTCHA_REQUIRED' }],
					['submitCaptcha', { verify_code: '123456' }, { nextAction: 'getData' }],
				],
			],
			[kind, 0, 'refuses a wrong password', [['wrong', {}, { state: 11, nextAction: 'failed' }]]],
			[
				...([kind, 7, 'does not finish, and fails after ten minutes'] as const),
				[
					['', { maximumWait: 1 }, { nextAction: 'wait', timedOut: true }],
					['clock', { advanceSeconds: 601 }, { state: 11, nextAction: 'failed' }],
				],
			],
		],
	),
])('%s, a number that ends in %i', (kind, digit, what, steps) => {
	const [resource, interfaceVersion] = kind.split(' ');
	const version = interfaceVersion ? { interfaceVersion } : {};
	const open_id = first('Begin', 'open_id');

	test(what, async () => {
		const nodes = beginning(resource, interfaceVersion, digit, steps[0][0] === 'wrong');
		for (const [i, [operation, { maximumWait, ...parameters }]] of steps.entries()) {
			if (operation === 'clock') nodes.push(advanceClock(`Clock ${i}`, parameters));
			else if (i > 0) {
				const values = { ...version, open_id, ...parameters };
				nodes.push(qiancheng(`Submit ${i}`, resource, operation, values));
			}
			const wait = { ...version, open_id, ...quick, ...(maximumWait && { maximumWait }) };
			nodes.push(qiancheng(`Wait ${i}`, resource, 'waitForState', wait));
		}
		const execution = await execute(`qiancheng ${kind} ${digit}`, nodes);
		expect(errorOf(execution)).toBeUndefined();
		expect(steps.map((_step, i) => jsonOf(execution, `Wait ${i}`)[0])).toMatchObject(
			steps.map(([, , state]) => state),
		);
	});
});

const advanceClock = (name: string, body: IDataObject): NodeInput =>
	httpRequest(
		name,
		{
			method: 'POST',
			url: `${host.environment.sandbox.controlUrl}/qiancheng-credit/clock`,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: JSON.stringify(body),
		},
		{ credentials: undefined },
	);

/** The nodes that lead a query to where it must only be waited for. */
function beginning(resource: string, version: string, digit: number, isWrong: boolean) {
	const password = isWrong ? '000000' : 'a b+c';
	if (resource === 'telecom') {
		return [qiancheng('Begin', resource, 'create', { ...person(digit), service_password: '1' })];
	}
	if (resource === 'degree') {
		return [
			qiancheng('Begin', resource, 'create', person(digit)),
			qiancheng('Log In', resource, 'login', { account: 'a', password }),
		];
	}
	const values = {
		...{ interfaceVersion: version, ...person(digit), entry_id: '12' },
		login_name: '6222020000000000000',
	};
	const agree = qiancheng('Agree', resource, 'uploadLicense', values);
	const start = qiancheng('Begin', resource, 'create', { ...values, password });
	const logIn = qiancheng('Log In', resource, 'login', { ...values, password });
	return version === 'v1' ? [agree, start] : [start, agree, logIn];
}
