import type { SpecField, SpecOperation } from '../../spec/types.ts';
import { isIdCardNo } from '../core/id-card.ts';
import { isAddress } from '../core/load.ts';
import { readParameters } from '../core/parameters.ts';
import type { Condition } from '../core/parameters.ts';
import { Rejection } from '../core/rejection.ts';
import type { Trace } from '../core/trace.ts';
import type { MatchedRoute, ReceivedRequest } from '../core/types.ts';
import type { Account } from './accounts.ts';
import { readFields } from './bodies.ts';
import { otherWays, signatureFault, signText, stringToSign } from './crypto.ts';
import { operationById, spec } from './spec.ts';
import type { HtouhuiState } from './state.ts';

/** A request that passed every check of its form. */
export interface VerifiedCall {
	operation: SpecOperation;
	account: Account;
	values: Readonly<Record<string, string>>;
}

/** The document has no codes (gap HTH-13); the sandbox refuses with these statuses of HTTP. */
export const refusedAs = { input: '400', signature: '401', path: '404' };

const conditions: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
	registerUser: {
		password: {
			text: 'required when type is 0',
			holds: ({ type }) => type === '0',
			requiredThen: true,
			refusedOtherwise: false,
		},
	},
	openAccount: {
		real_name: {
			text: 'required when type is 0 or 1',
			holds: ({ type }) => type === '0' || type === '1',
			requiredThen: true,
			refusedOtherwise: false,
		},
	},
};

// registerUser speaks of a type that its table lacks (gap HTH-05).
const passedType: SpecField = {
	...{ name: 'type', in: 'form', type: 'string', maxLength: 1 },
	...{ description: 'Kind of registration.', descriptionZh: '' },
};

const forms: Readonly<Record<string, { right: (text: string) => boolean; text: string }>> = {
	mobile: { right: (text) => /^1[3-9]\d{9}$/.test(text), text: 'no mobile number' },
	id_card: { right: isIdCardNo, text: 'no identity number (X in upper case, HTH-17)' },
	notify_url: { right: isAddress, text: 'no http or https address' },
	return_url: { right: isAddress, text: 'no http or https address' },
};

/**
 * Checks a request in a fixed order: path, body, common fields, format of the body, signature, parameters.
 * Throws the refusal of the first that fails.
 */
export function verify(
	request: ReceivedRequest,
	route: MatchedRoute | undefined,
	trace: Trace,
	state: HtouhuiState,
): VerifiedCall {
	const demand = (name: string, ok: boolean, status: string, reason: string): void => {
		if (!trace.check(name, ok, ok ? '' : reason)) throw new Rejection(status, reason);
	};
	const unknown = `there is no ${request.method} ${request.path}`;
	demand('path', route !== undefined, refusedAs.path, unknown);
	const operation = operationById(String(route?.operation));
	const { fields, faults, format } = readFields(request);
	trace.params = fields;
	demand('body', faults.length === 0, refusedAs.input, faults.join('; '));

	const found = state.accountFor(fields);
	demand('common fields', found !== undefined, refusedAs.signature, 'they are of no account');
	const account = found as Account;
	// A page is called by a browser, which sends forms only.
	const wanted = operation.id === 'openAccount' ? 'form' : account.bodyFormat;
	demand('body format', format === wanted, refusedAs.input, `the body is no ${wanted}`);
	const isHere = operation.path !== null || request.path === account.queryUserPath;
	demand('query path', isHere, refusedAs.path, `the query is at ${account.queryUserPath}`);
	const fault = signatureFault(fields, account);
	if (account.algorithm !== 'none') {
		const received = fields[account.signField] ?? '';
		const text = stringToSign(fields, account.signField);
		// What the partner's private key makes, nobody else can make.
		const isByKey = account.algorithm === 'rsaSha256';
		const made = isByKey ? (fault === undefined ? received : '') : signText(text, account);
		trace.sign({ text, expected: made, received }, () => otherWays(fields, account));
	}
	demand('signature', fault === undefined, refusedAs.signature, fault ?? '');

	const own = [...Object.keys(account.commonFields)];
	if (account.algorithm !== 'none') own.push(account.signField);
	const sent = Object.entries(fields).filter(([name]) => !own.includes(name));
	const isRegister = operation.id === 'registerUser';
	const params = isRegister ? [...operation.params, passedType] : operation.params;
	const { values, faults: wrong } = readParameters(Object.fromEntries(sent), new Set(), {
		params,
		conditions: conditions[operation.id] ?? {},
		dictionaries: spec.dictionaries,
		booleanStyle: 'word',
	});
	for (const { name } of params) {
		const text = values[name];
		if (typeof text !== 'string' || text === '') continue;
		const form = forms[name];
		if (form && !form.right(text)) wrong.push(`${name} is ${form.text}`);
	}
	demand('parameters', wrong.length === 0, refusedAs.input, wrong.join('; '));
	return { operation, account, values: values as Record<string, string> };
}
