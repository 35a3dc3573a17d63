import { isObject } from '../core/json.ts';

/** What the document leaves open or a test may want otherwise; control requests change it until a reset. */
export interface Settings {
	/** Whether bodies may be JSON as well (gap QC-08). */
	bodyFormat: 'any' | 'form' | 'json';
	/** The paths that log in to CHSI: the printed one, the probable one, or both (gap QC-05). */
	degreeLoginPath: 'both' | 'printed' | 'degree';
	/** Name of the query id of 5.2.1; "both" takes either or both (gap QC-07). */
	ebankRawDataIdName: 'openId' | 'open_id' | 'both';
	/** Whether an emergency contact may have "mobile" beside "moblie" (gap QC-04). */
	alsoSendMobile: boolean;
	/** The groups of 7.1 that are lists; the document's 一维数组 is one row (gap QC-22). */
	lists: string[];
	/** How order_id is written: the table says int (gap QC-41). */
	orderId: 'number' | 'text' | 'any';
	/** Whether the body of 7.1 must, may or must not be compressed (gap QC-23). */
	gzip: 'required' | 'optional' | 'refused';
	/** Padding of the RSA blocks; "oaep" hashes with SHA-1, as PHP does (gap QC-23). */
	rsaPadding: 'pkcs1' | 'oaep' | 'oaep-sha256';
	/** Text form of the encrypted data (gap QC-23). */
	rsaOutput: 'base64' | 'hex';
	/** Whether a new token ends the merchant's others; not documented. */
	kickOut: boolean;
	/** Code and words of a call with a token that is not valid (gap QC-09). */
	tokenRefusalCode: string;
	tokenRefusalWords: string;
	/** Whether any token is accepted: without, a new one is refused like the one before. */
	acceptTokens: boolean;
	/** Query parameters that 7.2 takes beside open_id (gap QC-26). */
	resultParams: string[];
	/** Shape of the data of 7.2: the table says array; "several" has an older result that approves in front (gap QC-25). */
	resultShape: 'object' | 'list' | 'several';
	/** Message of a state: as the document shows it for each interface, or one way for all (gap QC-14). */
	stateMessage: 'documented' | 'text' | 'constant' | 'none';
	/** Code of e-bank data that are not there yet; 5.2.1 and 6.2.1 do not list 1003 (gap QC-18). */
	ebankNotReadyCode: '1001' | '1003';
	/** Provider behind e-bank v2: 1 卡牛, 2 坚果, 3 新颜. */
	serviceProvider: number;
	/** Seconds until the next poll that e-bank v1 asks for. */
	requestDelay: number;
	/** Time between two states of a collection. */
	stepMs: number;
	/** Time that a risk audit takes, and one of a large amount. */
	reviewMs: number;
	longReviewMs: number;
	/** People on the blacklist, whatever their number. */
	blacklistedNames: string[];
}

/** The settings after a start and after a reset. */
export const defaultSettings: Readonly<Settings> = {
	bodyFormat: 'any',
	degreeLoginPath: 'both',
	ebankRawDataIdName: 'openId',
	alsoSendMobile: false,
	lists: [],
	orderId: 'number',
	gzip: 'required',
	rsaPadding: 'pkcs1',
	rsaOutput: 'base64',
	kickOut: false,
	tokenRefusalCode: '1001',
	tokenRefusalWords: '令牌验证失败',
	acceptTokens: true,
	resultParams: [],
	resultShape: 'object',
	stateMessage: 'documented',
	ebankNotReadyCode: '1003',
	serviceProvider: 1,
	requestDelay: 1,
	stepMs: 300,
	reviewMs: 1500,
	longReviewMs: 600_000,
	blacklistedNames: ['黑名单测试员'],
};

const isList = (value: unknown): boolean =>
	Array.isArray(value) && value.every((item) => typeof item === 'string');
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isCount = (value: unknown): boolean =>
	typeof value === 'number' && Number.isInteger(value) && value >= 0;

const choices: Partial<Record<keyof Settings, readonly unknown[]>> = {
	bodyFormat: ['any', 'form', 'json'],
	degreeLoginPath: ['both', 'printed', 'degree'],
	ebankRawDataIdName: ['openId', 'open_id', 'both'],
	alsoSendMobile: [true, false],
	orderId: ['number', 'text', 'any'],
	gzip: ['required', 'optional', 'refused'],
	rsaPadding: ['pkcs1', 'oaep', 'oaep-sha256'],
	rsaOutput: ['base64', 'hex'],
	kickOut: [true, false],
	acceptTokens: [true, false],
	resultShape: ['object', 'list', 'several'],
	stateMessage: ['documented', 'text', 'constant', 'none'],
	ebankNotReadyCode: ['1001', '1003'],
	serviceProvider: [1, 2, 3],
};

/** Says what is wrong with settings from a control request, or returns them. */
export function readSettings(value: unknown): Partial<Settings> | string {
	if (!isObject(value)) return 'the settings must be an object';
	for (const [name, setting] of Object.entries(value)) {
		if (!Object.hasOwn(defaultSettings, name)) {
			return `there is no setting '${name}'; known are ${Object.keys(defaultSettings).join(', ')}`;
		}
		const allowed = choices[name as keyof Settings];
		if (allowed) {
			if (!allowed.includes(setting)) return `${name} must be one of ${allowed.join(', ')}`;
		} else if (Array.isArray(defaultSettings[name as keyof Settings])) {
			if (!isList(setting)) return `${name} must be a list of texts`;
		} else if (typeof defaultSettings[name as keyof Settings] === 'string') {
			if (!isText(setting)) return `${name} must be a text`;
		} else if (!isCount(setting)) return `${name} must be a whole number`;
	}
	return value as Partial<Settings>;
}
