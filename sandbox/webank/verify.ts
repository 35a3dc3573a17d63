import type { SpecOperation } from '../../spec/types.ts';
import { readParameters } from '../core/parameters.ts';
import type { ParamValue } from '../core/parameters.ts';
import { Rejection } from '../core/rejection.ts';
import { shorten } from '../core/trace.ts';
import type { Trace } from '../core/trace.ts';
import type { MatchedRoute, ReceivedFile, ReceivedRequest } from '../core/types.ts';
import { accountOf } from './accounts.ts';
import type { Account } from './accounts.ts';
import { readJsonBody, readJsonFile, readParts } from './bodies.ts';
import type { UploadBody } from './bodies.ts';
import { mistakesOf, signText, stringToSign } from './crypto.ts';
import type { Session } from './sessions.ts';
import { operationById, spec } from './spec.ts';
import type { WebankState } from './state.ts';

/** A request that passed every check of its form and its authorisation. */
export interface VerifiedCall {
	operation: SpecOperation;
	account: Account;
	path: Readonly<Record<string, string>>;
	values: Readonly<Record<string, ParamValue>>;
	/** The body as received: what was signed. */
	text: string;
	files: readonly ReceivedFile[];
	bizContent: string | undefined;
}

type Demand = (name: string, ok: boolean, code: string, reason: string) => void;

/** The codes that a call is refused with, of the two phases of appendix 2. */
const oauthCodes = { input: '60851007', appId: '60851009' };
const serviceCodes = {
	input: '60840002',
	path: '60840110',
	noTicket: '60841017',
	wrongSign: '60841018',
};

const nonceForm = /^[A-Za-z0-9]{32}$/;
const longestDetail = 4000;
const longestText = 16 * 1024;

/**
 * Checks a request in a fixed order: path, parameters, app id, then for credentials the secret or the
 * access token, for calls the ticket, the signature, the nonce and the body. Throws the refusal of the
 * first that fails.
 */
export function verify(
	request: ReceivedRequest,
	route: MatchedRoute | undefined,
	hint: string,
	trace: Trace,
	state: WebankState,
): VerifiedCall {
	const demand: Demand = (name, ok, code, reason) => {
		if (!trace.check(name, ok, ok ? '' : reason)) throw new Rejection(code, reason);
	};
	if (!route) {
		trace.check('path', false, `there is no ${request.method} ${request.path}${hint}`);
		const isOauth = request.path.startsWith('/api/oauth2/');
		throw new Rejection(isOauth ? oauthCodes.input : serviceCodes.path, 'unknown path');
	}
	trace.check('path', true);
	const operation = operationById(route.operation);
	const path = decodePath(route.pathParams);
	trace.params = { ...request.query.values };
	return operation.group === 'oauth'
		? verifyCredentials(request, operation, path, demand, state)
		: verifySigned(request, operation, path, demand, trace, state);
}

function decodePath(params: Readonly<Record<string, string>>): Record<string, string> {
	const decode = ([name, value]: [string, string]): [string, string] => {
		try {
			return [name, decodeURIComponent(value)];
		} catch {
			return [name, value];
		}
	};
	return Object.fromEntries(Object.entries(params).map(decode));
}

const conditions = Object.fromEntries(
	['user_data', 'mechant_id'].map((name) => [
		name,
		{
			text: 'sent when, and only when, type contains user',
			holds: ({ type }: Readonly<Record<string, ParamValue>>) =>
				String(type).split(',').includes('user'),
			requiredThen: true,
			refusedOtherwise: true,
		},
	]),
);

// Lists that are checked elsewhere, with codes of their own, or that the document leaves open ("等").
const freeLists = ['ticketType', 'fileFormat'];

/** Reads the URL parameters of an operation (4.1 to 4.5: "URL参数（非BODY内容）"). */
function readQuery(
	request: ReceivedRequest,
	operation: SpecOperation,
): { values: Record<string, ParamValue>; faults: string[] } {
	const params = operation.params.filter((param) => param.in === 'query');
	const { values, faults } = readParameters(request.query.values, new Set(), {
		params: params.map((param) => ({
			...param,
			type: 'string' as const,
			enum: freeLists.includes(String(param.enum)) ? undefined : param.enum,
		})),
		conditions,
		dictionaries: spec.dictionaries,
		booleanStyle: 'word',
	});
	for (const name of request.query.duplicates) faults.push(`${name} is sent twice`);
	for (const { name, fixed } of params) {
		if (fixed !== undefined && name in values && values[name] !== fixed)
			faults.push(`${name} must be ${fixed}`);
	}
	return { values, faults };
}

/** Appendix 2.1: getting an access token or a ticket. */
function verifyCredentials(
	request: ReceivedRequest,
	operation: SpecOperation,
	path: Record<string, string>,
	demand: Demand,
	state: WebankState,
): VerifiedCall {
	const { values, faults } = readQuery(request, operation);
	const appId = String(values.app_id ?? '');
	const account = accountOf(appId) as Account;
	demand('app_id', account !== undefined, oauthCodes.appId, `there is no account '${appId}'`);

	const wrongType = String(values.type ?? 'sign')
		.split(',')
		.find((type) => !spec.dictionaries.ticketType?.some(({ value }) => value === type));
	demand('type', wrongType === undefined, '60851001', `there is no ticket type '${wrongType}'`);

	// A token that is not there is an invalid one; it has a code of its own.
	const others = faults.filter((fault) => fault !== 'access_token is missing');
	demand('parameters', others.length === 0, oauthCodes.input, others.join('; '));

	if (operation.authenticated) {
		const found = state.sessions.findAccessToken(appId, String(values.access_token ?? ''));
		const fault = 'reason' in found ? found : undefined;
		const code = fault?.expired ? '60851004' : '60851002';
		demand('access_token', fault === undefined, code, fault?.reason ?? '');
	} else {
		const right = values.secret === state.secretOf(appId);
		demand('secret', right, oauthCodes.input, `secret is not the one of ${appId}`);
	}
	return { operation, account, path, values, text: '', files: [], bizContent: undefined };
}

/** Appendix 2.2: business calls and files, signed with a ticket (4.3.1). */
function verifySigned(
	request: ReceivedRequest,
	operation: SpecOperation,
	path: Record<string, string>,
	demand: Demand,
	trace: Trace,
	state: WebankState,
): VerifiedCall {
	const { values, faults } = readQuery(request, operation);
	if (typeof values.nonce === 'string' && !nonceForm.test(values.nonce))
		faults.push('nonce is not 32 letters and digits');
	const { fileFormat, contentType } = values;
	if (typeof fileFormat === 'string' && !/^[A-Za-z0-9.]{1,16}$/.test(fileFormat))
		faults.push('fileFormat is not a file format like jpg');
	if (typeof contentType === 'string' && !/^[\w.+-]+\/[\w.+-]+$/.test(contentType))
		faults.push('contentType is not a media type');
	demand('parameters', faults.length === 0, serviceCodes.input, faults.join('; '));

	const text = readText(request, operation, demand);
	if (operation.group === 'business')
		trace.params = { ...trace.params, $body: shorten(text, longestText) };

	const account = verifySignature(operation, values, text, demand, trace, state);
	const nonce = String(values.nonce);
	const isNew = state.sessions.useNonce(account.appId, nonce);
	demand('nonce', isNew, serviceCodes.input, `nonce ${nonce} was used before`);

	const call = { operation, account, path, values, text };
	if (operation.group === 'business') {
		const fault = readJsonBody(text);
		demand('body', fault === undefined, serviceCodes.input, fault ?? '');
	}
	if (operation.group === 'business' || operation.contentType === null)
		return { ...call, files: [], bizContent: undefined };
	const { bizContent, faults: bodyFaults, files, params } = readUpload(request, call);
	trace.params = { ...trace.params, ...params };
	trace.files = files;
	demand('body', bodyFaults.length === 0, serviceCodes.input, bodyFaults.join('; '));
	return { ...call, files, bizContent };
}

const json = 'application/json';

/** The text of a JSON body exactly as it came; empty for other bodies, which no signature covers. */
function readText(request: ReceivedRequest, operation: SpecOperation, demand: Demand): string {
	const { contentType: wanted } = operation;
	const isRight = wanted === null || request.contentType === wanted;
	const wrong = `the body is ${request.contentType || 'of no type'}, not ${wanted}`;
	demand('content type', isRight, serviceCodes.input, wrong);
	if (wanted !== json) return '';
	const text = decodeUtf8(request.raw);
	demand('encoding', text !== undefined, serviceCodes.input, 'the body is not UTF-8');
	return text ?? '';
}

function readUpload(
	request: ReceivedRequest,
	{ account, operation, text }: Pick<VerifiedCall, 'account' | 'operation' | 'text'>,
): UploadBody {
	return operation.contentType === json
		? readJsonFile(text)
		: readParts(request, operation, account.uploadPartName);
}

/** The bytes as text, exactly; undefined where they are no UTF-8. */
function decodeUtf8(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** Finds a live ticket of the account that the request is signed with (4.3 notes 3.3 and 3.4). */
function verifySignature(
	operation: SpecOperation,
	values: Readonly<Record<string, ParamValue>>,
	text: string,
	demand: Demand,
	trace: Trace,
	state: WebankState,
): Account {
	const appId = String(values.app_id);
	const account = accountOf(appId);
	// Appendix 2.2 has no code for it (6.5); such an account has no ticket either.
	const unknown = `there is no account '${appId}', so it has no ticket`;
	demand('app_id', account !== undefined, serviceCodes.noTicket, unknown);
	const known = account as Account;

	state.arrive(appId);
	const { alive, ended } = state.sessions.signTicketsOf(appId);
	const why = ended[0]?.ended ?? (ended[0] && 'past its time');
	const noTicket = why ? `the newest sign ticket was ${why}` : 'no sign ticket was fetched';
	demand('ticket', alive.length > 0, serviceCodes.noTicket, noTicket);

	// File content takes no part; whether the JSON around a file does, is open (gaps WB-07 and WB-08).
	const signsBody =
		operation.group === 'business' || (operation.id === 'uploadJson' && known.signUploadJsonBody);
	const signed = [values.app_id, values.version, values.type, values.nonce].map((value) =>
		value === undefined ? undefined : String(value),
	);
	if (signsBody) signed.push(text);
	const signWith = (ticket: Session): string => signText(stringToSign(signed, ticket.value));
	const sign = String(values.sign);
	const ticket = alive.find((candidate) => signWith(candidate) === sign);
	const by = (ticket ?? alive[0])?.value ?? '';
	const hashed = stringToSign(signed, by);
	const expected = ticket ? sign : signText(hashed);
	trace.sign({ text: hashed, expected, received: sign }, () => mistakesOf(signed, by));
	if (ticket?.replaced) {
		const until = new Date(ticket.endsAt).toISOString();
		trace.check('sign', true, `with a replaced ticket, good until ${until}`);
		return known;
	}
	const explain = (): string => {
		const expected = alive.map((candidate) => {
			const name = candidate.replaced ? 'the replaced ticket' : 'the newest ticket';
			const hashed = shorten(stringToSign(signed, candidate.value), longestDetail);
			return `expected ${signWith(candidate)} of ${hashed} (${name})`;
		});
		const dead = ended.find((candidate) => signWith(candidate) === sign);
		if (dead) expected.unshift(`signed with a ticket that was ${dead.ended ?? 'past its time'}`);
		if (sign !== sign.toUpperCase()) expected.unshift('sign must be in upper case');
		return expected.join('; ');
	};
	demand('sign', ticket !== undefined, serviceCodes.wrongSign, ticket ? '' : explain());
	return known;
}
