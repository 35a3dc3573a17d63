import type { SpecOperation } from '../../spec/types.ts';
import { imageType } from '../core/image-type.ts';
import { readParameters } from '../core/parameters.ts';
import { Rejection } from '../core/rejection.ts';
import type { Trace } from '../core/trace.ts';
import type { MatchedRoute, ReceivedFile, ReceivedRequest } from '../core/types.ts';
import { accountOf } from './accounts.ts';
import type { Account } from './accounts.ts';
import { readTexts } from './bodies.ts';
import { conditions, numberFault, strictParams } from './conditions.ts';
import { mistakesOf, signText, stringToSign } from './crypto.ts';
import { operationById, spec } from './spec.ts';

/** A request that passed every check of its form. */
export interface VerifiedCall {
	operation: SpecOperation;
	account: Account;
	values: Readonly<Record<string, string>>;
	files: ReadonlyArray<ReceivedFile & { contentType: string }>;
	/** Scheme and host at which the request arrived, for addresses of photos. */
	origin: string;
}

const headerNames = ['content-type', 'timestamp', 'apiKey', 'sign'];
/** The document has no window (gap UV-08); this is the sandbox's. */
const windowMs = 300_000;

/**
 * Checks a request in a fixed order: path, headers, key, time, signature, whether the key is stopped,
 * parameters, images. Throws the refusal of the first that fails.
 */
export function verify(
	request: ReceivedRequest,
	route: MatchedRoute | undefined,
	trace: Trace,
	now: number,
): VerifiedCall {
	const demand = (name: string, ok: boolean, code: string, reason: string): void => {
		if (!trace.check(name, ok, ok ? '' : reason)) throw new Rejection(code, reason);
	};
	demand('path', route !== undefined, '404001', `there is no ${request.method} ${request.path}`);
	const operation = operationById(String(route?.operation));
	const header = (name: string): string => String(request.headers[name.toLowerCase()] ?? '');
	const missing = headerNames.filter((name) => header(name) === '');
	const common = Object.fromEntries(headerNames.map((name) => [name, header(name)]));
	trace.params = { ...common, ...request.query.values, ...request.form.values };
	demand('headers', missing.length === 0, '401001', `missing ${missing.join(', ')}`);

	const apiKey = header('apiKey');
	const found = accountOf(apiKey);
	demand('apiKey', found !== undefined, '401002', `there is no key '${apiKey}'`);
	const account = found as Account;

	const timestamp = header('timestamp');
	const isTime = /^\d{13}$/.test(timestamp);
	demand('timestamp', isTime, '401003', 'timestamp is no number of milliseconds');
	const skew = Number(timestamp) - now;
	const near = Math.abs(skew) <= windowMs;
	demand('timestamp window', near, '401003', `timestamp is ${skew} ms off the clock`);

	const { texts, faults } = readTexts(request, operation, account);
	trace.params = { ...common, ...request.query.values, ...texts };
	const text = stringToSign(texts, apiKey, timestamp);
	const expected = signText(text, account.secretKey);
	const hint = faults.length > 0 ? `; ${faults.join('; ')}` : '';
	const received = header('sign');
	trace.sign({ text, expected, received }, () => mistakesOf(texts, account, timestamp));
	demand('sign', received === expected, '401004', `expected ${expected} of ${text}${hint}`);
	demand('key state', !account.stopped, '403001', `${apiKey} is stopped`);

	// The general part says application/json, the steps with files say multipart (gap UV-03).
	const wanted = operation.contentType ?? 'application/json';
	const isWanted = request.contentType === wanted;
	const unlike = `content-type is ${request.contentType}, not ${wanted}`;
	demand('content-type', isWanted, '400001', unlike);
	const read = readValues(request, operation, account, texts);
	const all = [...faults, ...read.faults];
	demand('parameters', all.length === 0, '400001', all.join('; '));
	const origin = `http://${header('host')}`;
	return { operation, account, values: read.values, files: readImages(request, demand), origin };
}

function readValues(
	request: ReceivedRequest,
	operation: SpecOperation,
	account: Account,
	texts: Readonly<Record<string, string>>,
): { values: Record<string, string>; faults: string[] } {
	const params = account.demandsConditional ? strictParams(operation) : operation.params;
	// An empty text is a value that was left empty (gap UV-07), so no dictionary needs to know it.
	const optional = params.filter(({ required }) => required !== true).map(({ name }) => name);
	const isLeftEmpty = ([name, text]: [string, string]): boolean =>
		text === '' && optional.includes(name);
	const sent = Object.entries(texts).filter((pair) => !isLeftEmpty(pair));
	const fileNames = request.files.map(({ name }) => name);
	const { values, faults } = readParameters(Object.fromEntries(sent), new Set(fileNames), {
		params,
		conditions: conditions[operation.id] ?? {},
		dictionaries: spec.dictionaries,
		booleanStyle: 'word',
	});
	if (new Set(fileNames).size < fileNames.length) faults.push('a file part is sent twice');
	for (const { name, format } of params) {
		if (format === 'yyyy-MM-dd' && name in values) faults.push(...dateFault(name, values[name]));
	}
	// 年收入(单位: 美元).
	if ('income' in values && !/^\d{1,15}(\.\d{1,2})?$/.test(String(values.income)))
		faults.push('income is no amount');
	if (account.demandsConditional) {
		faults.push(...numberFault(['taxType', values.taxType], ['taxNo', values.taxNo]));
		faults.push(...numberFault(['cardType', values.cardType], ['cardNo', values.cardNo]));
	}
	return { values: values as Record<string, string>, faults };
}

/** A date as yyyy-MM-dd (gap UV-14) that is in the calendar; nobody is born tomorrow. */
function dateFault(name: string, value: unknown): string[] {
	const text = String(value);
	const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	const isDate = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
	if (!isDate) return [`${name} is no date like 1990-01-31`];
	return name === 'birthDate' && time > Date.now() ? [`${name} is in the future`] : [];
}

/** Images are JPEG or PNG (gap UV-22). */
function readImages(
	{ files }: ReceivedRequest,
	demand: (name: string, ok: boolean, code: string, reason: string) => void,
): VerifiedCall['files'] {
	const images = files.map((file) => ({ ...file, contentType: imageType(file.content) ?? '' }));
	const wrong = images.filter(
		({ contentType, fileName, truncated }) => contentType === '' || fileName === '' || truncated,
	);
	const names = wrong.map(({ name }) => name).join(', ');
	demand('images', wrong.length === 0, '400004', `${names}: no whole JPEG or PNG with a name`);
	return images;
}
