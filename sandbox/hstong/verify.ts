import { imageType } from '../core/image-type.ts';
import { readParameters } from '../core/parameters.ts';
import type { ParamValue } from '../core/parameters.ts';
import type { Trace } from '../core/trace.ts';
import type { SpecOperation } from '../../spec/types.ts';
import type { MatchedRoute, ReceivedFile, ReceivedRequest } from '../core/types.ts';
import { accounts } from './accounts.ts';
import type { Account } from './accounts.ts';
import { conditions } from './conditions.ts';
import { decrypt, mistakesOf, signText, stringToSign } from './crypto.ts';
import { isBankCardNo, isIdCardNo } from './id-card.ts';
import { Rejection } from '../core/rejection.ts';
import { largestImage, operationById, spec } from './spec.ts';
import type { HstongState, User } from './state.ts';

/** A request that passed every check of its form. */
export interface VerifiedCall {
	operation: SpecOperation;
	account: Account;
	/** The user of the token; absent on the two authorisation operations. */
	user: User | undefined;
	path: Readonly<Record<string, ParamValue>>;
	values: Readonly<Record<string, ParamValue>>;
	/** The image, checked, with the type that its bytes show. */
	image: { file: ReceivedFile; contentType: string } | undefined;
}

const commonNames = ['client_key', 'sign_time', 'sign', 'token'];
const signWindow = 300;
const form = 'application/x-www-form-urlencoded';
const multipart = 'multipart/form-data';
const accountsById = new Map(accounts.map((account) => [account.appId, account]));

/**
 * Checks a request in a fixed order: path, place of the parameters, common parameters, client, time,
 * signature, token, parameters, encryption, image. Throws the refusal of the first that fails.
 */
export function verify(
	request: ReceivedRequest,
	route: MatchedRoute | undefined,
	trace: Trace,
	state: HstongState,
	now: () => number,
): VerifiedCall {
	const demand = (name: string, ok: boolean, code: string, reason: string): void => {
		if (!trace.check(name, ok, ok ? '' : reason)) throw new Rejection(code, reason);
	};
	if (!route) {
		trace.check('path', false, `there is no ${request.method} ${request.path}`);
		throw new Rejection('50001', 'unknown path');
	}
	trace.check('path', true);
	const operation = operationById(route.operation);
	const { sent, placementFault } = collect(request, operation);
	trace.params = sent;
	demand('placement', placementFault === undefined, '10102', placementFault ?? '');

	const missing = commonNames.slice(0, 3).filter((name) => (sent[name] ?? '') === '');
	const hint = missing.length === 0 ? '' : bodyHint(request, operation);
	demand(
		'common parameters',
		missing.length === 0,
		'10101',
		`missing ${missing.join(', ')}${hint}`,
	);

	const { client_key: appId = '', sign_time: signTime = '', sign = '', token = '' } = sent;
	const account = accountsById.get(appId);
	demand('client_key', account !== undefined, '10104', `there is no account ${appId}`);
	const known = account as Account;

	demand(
		'sign_time',
		/^\d+$/.test(signTime),
		'10102',
		'sign_time is not a whole number of seconds',
	);
	const skew = Number(signTime) - Math.floor(now() / 1000);
	demand(
		'sign_time window',
		Math.abs(skew) <= signWindow,
		'10103',
		`sign_time is ${skew} s off the clock`,
	);

	const signed = { ...sent, ...(known.pathParamsSigned && route.pathParams) };
	const text = stringToSign(signed, appId, known.appSecret);
	const expected = signText(text);
	trace.sign({ text, expected, received: sign }, () => mistakesOf(signed, known));
	demand('sign', sign === expected, '10105', `expected ${expected} of ${text}`);

	let user: User | undefined;
	if (operation.authenticated) {
		demand('token present', token !== '', '10101', 'missing token');
		const found = state.userOfToken(token, known);
		demand('token', typeof found !== 'string', '10106', String(found));
		user = found as User;
	} else {
		// Section 9 has a code for it: the authorisation calls make tokens and take none.
		demand('token absent', !('token' in sent), '10112', 'this operation takes no token');
	}

	const { path, values, faults } = readAll(request, route, operation, known, sent);
	demand('parameters', faults.length === 0, '10003', faults.join('; '));
	decryptFields(operation, known, values, trace);
	return { operation, account: known, user, path, values, image: checkImage(request, trace) };
}

/** Finds the text parameters where this kind of operation carries them (gaps HST-04, 07 and 09). */
function collect(
	request: ReceivedRequest,
	operation: SpecOperation,
): { sent: Record<string, string>; placementFault?: string } {
	const { query } = request;
	if (operation.method === 'GET') return { sent: query.values };
	// A body of another type carries no parameters here, which the next check then says.
	const body = request.contentType === operation.contentType ? request.form.values : {};
	if (operation.contentType !== multipart) return { sent: body };
	const inQuery = commonNames.filter((name) => name in query.values);
	if (inQuery.length === 0) return { sent: body };
	const both = commonNames.filter((name) => name in body);
	const sent = Object.assign(Object.create(null), query.values, body) as Record<string, string>;
	if (both.length === 0) return { sent };
	return {
		sent,
		placementFault: `${inQuery.join(', ')} in the query but ${both.join(', ')} in the body`,
	};
}

function bodyHint(request: ReceivedRequest, operation: SpecOperation): string {
	if (request.bodyFault !== undefined) return `; the body cannot be read: ${request.bodyFault}`;
	if (operation.contentType === null || request.contentType === operation.contentType) return '';
	return `; the body is ${request.contentType || 'of no type'}, not ${operation.contentType}`;
}

function readAll(
	request: ReceivedRequest,
	route: MatchedRoute,
	operation: SpecOperation,
	account: Account,
	sent: Readonly<Record<string, string>>,
): { path: Record<string, ParamValue>; values: Record<string, ParamValue>; faults: string[] } {
	const shared = { dictionaries: spec.dictionaries, booleanStyle: account.booleanStyle };
	const path = readParameters(route.pathParams, new Set(), {
		...shared,
		params: operation.pathParams,
		conditions: {},
	});
	const business: Record<string, string> = {};
	for (const [name, value] of Object.entries(sent)) {
		if (!commonNames.includes(name)) business[name] = value;
	}
	const fileNames = request.files.map(({ name }) => name);
	const body = readParameters(business, new Set(fileNames), {
		...shared,
		params: operation.params,
		conditions: conditions[operation.id] ?? {},
		context: path.values,
	});
	const faults = [...path.faults, ...body.faults];
	for (const { name, format } of operation.params) {
		const isLatin = /^[\p{Script=Latin} '-]*$/u.test(String(body.values[name] ?? ''));
		if (format === 'latin-name' && !isLatin) faults.push(`${name} is not in Latin letters`);
	}
	for (const name of [...request.query.duplicates, ...request.form.duplicates])
		faults.push(`${name} is sent twice`);
	if (new Set(fileNames).size < fileNames.length) faults.push('a file part is sent twice');
	if (operation.method !== 'GET') {
		const allowed = operation.contentType === form ? [] : commonNames;
		const stray = Object.keys(request.query.values).filter((name) => !allowed.includes(name));
		if (stray.length > 0) faults.push(`${stray.join(', ')} must not be in the query`);
	}
	return { path: path.values, values: body.values, faults };
}

const plausible: Readonly<Record<string, (text: string) => boolean>> = {
	idCardNo: isIdCardNo,
	bankCardNo: isBankCardNo,
};

/** Replaces encrypted values by their plain text and checks that it makes sense (section 4). */
function decryptFields(
	operation: SpecOperation,
	account: Account,
	values: Record<string, ParamValue>,
	trace: Trace,
): void {
	for (const { name, encrypted } of operation.params) {
		const isEncrypted = encrypted || (name === 'mobile' && account.encryptMobile);
		const value = values[name];
		if (!isEncrypted || typeof value !== 'string') continue;
		const plain = decrypt(value, account.appSecret);
		if (plain !== undefined) trace.decrypted[name] = plain;
		const right = plain !== undefined && (plausible[name]?.(plain) ?? true);
		const reason =
			plain === undefined
				? `${name} is not encrypted with the key of this AppSecret`
				: `${name} decrypts to something that is no ${name}`;
		if (!trace.check(`encryption of ${name}`, right, right ? '' : reason))
			throw new Rejection('10003', reason);
		values[name] = plain as string;
	}
}

/** Size and format of the one image that an upload carries (7.6, 7.19, 7.21, gap HST-37). */
function checkImage(request: ReceivedRequest, trace: Trace): VerifiedCall['image'] {
	const [file] = request.files;
	if (!file) return undefined;
	const { length } = file.content;
	const reason = `${file.name} has ${length} bytes, more than ${largestImage}`;
	if (!trace.check('image size', length <= largestImage, length <= largestImage ? '' : reason)) {
		throw new Rejection('10113', reason);
	}
	// JPEG and PNG (gap HST-37).
	const contentType = imageType(file.content);
	if (!contentType) {
		trace.check('image format', false, `${file.name} is neither JPEG nor PNG`);
		throw new Rejection('60017', 'wrong format');
	}
	trace.check('image format', true);
	return { file, contentType };
}
