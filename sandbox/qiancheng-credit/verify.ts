import type { SpecOperation } from '../../spec/types.ts';
import { Rejection } from '../core/rejection.ts';
import type { Trace } from '../core/trace.ts';
import type { ReceivedRequest } from '../core/types.ts';
import { accountOf } from './accounts.ts';
import type { Collection } from './collection.ts';
import { decryptBlocks, readCipherText } from './crypto.ts';
import type { SentObject } from './nested.ts';
import { decompress, readBody, readQuery } from './read-body.ts';
import type { Body } from './read-body.ts';
import { FaultList, readObject } from './read-values.ts';
import { readRiskData } from './risk-data.ts';
import { riskPrivateKey } from './risk-key.ts';
import type { CollectionKind } from './rules.ts';
import type { Settings } from './settings.ts';
import { operationById, type Param } from './spec.ts';
import type { QianchengState } from './state.ts';

/** The codes that the sandbox answers by itself (envelope; gap QC-31 says what they mean where). */
export const resultCodes = { success: 0, system: '1000', input: '1001', collecting: '1003' };

/** A token that is not valid is refused with words of its own, which clients know it by (gap QC-09). */
export class TokenRejection extends Rejection {
	readonly words: string;

	constructor({ tokenRefusalCode, tokenRefusalWords }: Settings, reason: string) {
		super(tokenRefusalCode, reason);
		this.words = tokenRefusalWords;
	}
}

/** A request that passed every check of its form. */
export interface VerifiedCall {
	operation: SpecOperation;
	/** The merchant by token or username; empty where neither is asked for and none was sent. */
	username: string;
	values: SentObject;
	/** The query of open_id, where there is one. */
	query: Collection | undefined;
	/** The decrypted data of a risk audit. */
	risk: { data: SentObject; bytes: number } | undefined;
}

type Demand = (name: string, ok: boolean, reason: string, code?: string) => void;

// Passwords, captchas and tokens never reach the journal, nor do the data of people (gap QC-50).
const secretNames = new Set([
	...['token', 'password', 'service_password', 'query_password'],
	...['captcha', 'verify_code'],
]);
const longestShown = 120;

function shown(values: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			if (secretNames.has(name) && value !== '') return [name, '***'];
			return [name, value.length > longestShown ? `${value.slice(0, longestShown)}…` : value];
		}),
	);
}

/**
 * Checks a request in a fixed order: compression, body, token, parameters, merchant, query, encrypted
 * data. Throws the refusal of the first that fails.
 */
export function verify(
	request: ReceivedRequest,
	operationId: string,
	trace: Trace,
	state: QianchengState,
): VerifiedCall {
	const operation = operationById(operationId);
	// 1001 of section 1 speaks of account and password only.
	const inputCode = operationId === 'authorizeToken' ? resultCodes.system : resultCodes.input;
	const demand: Demand = (name, ok, reason, code = inputCode) => {
		if (!trace.check(name, ok, ok ? '' : reason)) throw new Rejection(code, reason);
	};
	const body = receive(request, operation, demand, trace, state.settings);
	const byToken = operation.authenticated ? verifyToken(body, demand, trace, state) : undefined;

	const faults = new FaultList();
	const source = body.format === 'json' ? 'json' : 'form';
	const params = paramsOf(operation, state.settings);
	const values = readObject(body.values, params, source, faults);
	if (operation.method === 'POST') {
		const stray = Object.keys(request.query.values);
		if (stray.length > 0) faults.add(`${stray.join(', ')} must not be in the query`);
	}
	const isWithoutAccount =
		operationId === 'authorizeToken' && !(values.username && values.password);
	const code = isWithoutAccount ? resultCodes.input : inputCode;
	demand('parameters', faults.list.length === 0, faults.list.join('; '), code);

	const username = byToken ?? String(values.username ?? '');
	if (byToken === undefined && values.username !== undefined) {
		const isKnown = accountOf(username) !== undefined;
		demand('username', isKnown, `there is no merchant '${username}'`, resultCodes.input);
	}
	const query = findQuery(operation, values, username, demand, state);
	const risk =
		operationId === 'riskAuditApply' ? decryptData(values, demand, state.settings) : undefined;
	return { operation, username, values, query, risk };
}

/** Reads the parameters from where this operation has them; 7.1 compresses the whole body (gap QC-23). */
function receive(
	request: ReceivedRequest,
	operation: SpecOperation,
	demand: Demand,
	trace: Trace,
	settings: Settings,
): Body {
	if (operation.method === 'GET') {
		const query = readQuery(request);
		trace.params = shown(query.shown);
		demand('query', query.faults.length === 0, query.faults.join('; '));
		return query;
	}
	const encoding = String(request.headers['content-encoding'] ?? '');
	const rule = operation.id === 'riskAuditApply' ? settings.gzip : 'refused';
	const isGzip = encoding === 'gzip';
	const isRight = isGzip ? rule !== 'refused' : encoding === '' && rule !== 'required';
	const wanted = rule === 'refused' ? 'none' : 'gzip';
	demand('content encoding', isRight, `Content-Encoding is ${encoding || 'none'}, not ${wanted}`);
	const bytes = isGzip ? decompress(request.raw) : request.raw;
	demand('compression', Buffer.isBuffer(bytes), typeof bytes === 'string' ? bytes : '');
	const body = readBody(request, bytes as Buffer);
	trace.params = shown(body.shown);
	demand('body', body.faults.length === 0, body.faults.join('; '));
	const { bodyFormat } = settings;
	const isFormatRight = bodyFormat === 'any' || ['none', bodyFormat].includes(body.format);
	demand('body format', isFormatRight, `the body is ${body.format}, not ${bodyFormat} (QC-08)`);
	return body;
}

function verifyToken(body: Body, demand: Demand, trace: Trace, state: QianchengState): string {
	const { token } = body.values;
	const isThere = typeof token === 'string' && token !== '';
	demand('token present', isThere, 'token is missing');
	const found = state.settings.acceptTokens
		? state.tokens.find(String(token))
		: 'no token is accepted (acceptTokens)';
	if (typeof found !== 'string') {
		trace.check('token', true);
		return found.username;
	}
	trace.check('token', false, found);
	throw new TokenRejection(state.settings, found);
}

const optionalText = (name: string): Param => ({
	...{ name, in: 'form', type: 'string' },
	...{ description: name, descriptionZh: '' },
});

/** The parameters of an operation with what the gaps and the settings change. */
function paramsOf(operation: SpecOperation, settings: Settings): Param[] {
	const { id, params } = operation;
	switch (id) {
		// QC-32: no parameters are printed; a username does no harm.
		case 'ebankGetBankInfo':
			return [...params, optionalText('username')];
		case 'ebankGetRawData': {
			const username = params.filter(({ name }) => name === 'username');
			const { ebankRawDataIdName: name } = settings;
			if (name === 'both') return [...username, optionalText('openId'), optionalText('open_id')];
			return [...username, { ...optionalText(name), required: true }];
		}
		case 'riskAuditApply':
			return params.map((param) => (param.name === 'phone' ? { ...param, type: 'phone' } : param));
		case 'riskAuditResult':
			return [...params, ...settings.resultParams.map(optionalText)];
		default:
			return params;
	}
}

function kindOf({ id }: SpecOperation): CollectionKind | undefined {
	const match = /^(telecom|degree|ebankV2|ebank)/.exec(id);
	return match?.[1] as CollectionKind | undefined;
}

/** The query that open_id names: of this interface and of this merchant (gap QC-40). */
function findQuery(
	operation: SpecOperation,
	values: SentObject,
	username: string,
	demand: Demand,
	state: QianchengState,
): Collection | undefined {
	const kind = kindOf(operation);
	const takesId = operation.params.some(({ name }) => name === 'open_id' || name === 'openId');
	if (kind === undefined || !takesId) return undefined;
	const ids = [values.open_id, values.openId].filter((id) => id !== undefined);
	demand('open_id', ids.length > 0, 'open_id is missing');
	demand(
		'open_id',
		ids.every((id) => id === ids[0]),
		'open_id and openId differ',
	);
	const query = state.findQuery(String(ids[0]));
	const isOwn = query?.kind === kind && (username === '' || query.username === username);
	demand('open_id', isOwn, `there is no ${kind} query of '${username}' with this open_id`);
	return query;
}

function decryptData(
	values: SentObject,
	demand: Demand,
	settings: Settings,
): { data: SentObject; bytes: number } {
	const cipher = readCipherText(String(values.data), settings.rsaOutput);
	const isText = Buffer.isBuffer(cipher);
	demand('data text', isText, isText ? '' : cipher.fault);
	const plain = decryptBlocks(cipher as Buffer, riskPrivateKey, settings.rsaPadding);
	const isPlain = Buffer.isBuffer(plain);
	demand('data encryption', isPlain, isPlain ? '' : plain.fault);
	const bytes = plain as Buffer;
	const { data, faults } = readRiskData(bytes, settings);
	demand('data', faults.length === 0, faults.join('; '));
	return { data, bytes: bytes.length };
}
