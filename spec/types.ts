/** The format of spec/<provider>.json: a provider's interface document as data (spec/README.md). */
export interface Spec {
	provider: {
		id: string;
		name: string;
		nameZh: string;
		/** The original, and its copy with the line numbers that the gaps name. */
		source: string;
		sourceCopy: string;
		documentTitle: string;
		documentVersion: string | null;
		summary: string;
	};
	environments: Environment[];
	auth: Auth;
	envelope: Envelope;
	operations: SpecOperation[];
	notifications: SpecNotification[];
	/** Lists of codes by name; `enum` of a parameter refers to them. */
	dictionaries: Record<string, DictionaryEntry[]>;
	errorCodes: SpecErrorCode[];
	limits: Limit[];
	/** The order in which operations serve a purpose. */
	flows: Array<{ id: string; title: string; steps: string[]; notes: string[] }>;
	/** Requests that the document prints. */
	requestExamples?: Array<{ operation: string; url: string; body: object | null; note: string }>;
	gaps: Gap[];
}

export interface Environment {
	name: string;
	/** Null where only the partner knows the address. */
	baseUrl: string | null;
	/** The base URL for files, where they have a host of their own. */
	fileBaseUrl?: string | null;
	note: string;
}

/** How requests are signed and encrypted and how sessions live, for people to read; checked by vectors.json. */
export interface Auth {
	scheme: string;
	summary: string;
	/** What `authenticated` of an operation means. */
	authenticatedMeaning: string;
	credentials: Array<{ name: string; zh: string | null; secret: boolean; note?: string }>;
	/** Parameters of every operation; those that are not always required stand in operations with `authenticated`. */
	commonParams: SpecField[];
	commonParamsNote?: string;
	/** Settings of the credential for what the document leaves open. */
	switches: Array<{
		name: string;
		default: string | number | boolean | null;
		values?: string[];
		gap: string;
	}>;
	hosts?: Record<string, string>;
	/** Null where requests are not signed. */
	signing: object | null;
	callbackSigning?: object;
	encryption: object | null;
	token?: object | null;
	transport: object;
	normalization?: object[];
	certificates?: object;
}

/** The envelope around every answer; null where the document does not tell. */
export interface Envelope {
	successCode: string | number | null;
	/** Other codes of success, by the group of the operation. */
	successCodes?: Record<string, string>;
	codeField: string | null;
	messageField: string | null;
	dataField: string | null;
	notes: string[];
}

/** What is known of a call, whichever side makes it. */
interface SpecCall {
	id: string;
	title: string;
	titleZh: string;
	/** The section of the document; null for what the document lacks. */
	section: string | null;
	method: 'GET' | 'POST';
	authenticated: boolean;
	contentType: string | null;
	notes: string[];
}

/** A request to the provider. */
export interface SpecOperation extends SpecCall {
	group: string;
	/** The path with {placeholders} for its parameters; null where it comes from a setting of the credential. */
	path: string | null;
	/** The setting that it comes from, one of `auth.switches`. */
	pathSetting?: string;
	/** The path as the document has it, where that is damaged. */
	printedPath?: string;
	/** One of `auth.hosts`. */
	host?: string;
	/** Whether it may be repeated without looking whether it was carried out. */
	effect: 'reads' | 'submits';
	/** Who makes it, when no operation of the node does: the credential for its session, or the user's browser. */
	by?: 'credential' | 'browser';
	/** False for what comes from public clients. */
	documented?: false;
	headers?: SpecField[];
	pathParams: SpecField[];
	params: SpecField[];
	response: {
		contentType: string;
		/** The field of the envelope that the fields are in; null for the top level. */
		root: string | null;
		rootType: 'object' | 'array' | 'string' | 'binary' | 'any' | 'none';
		fields: SpecField[];
		/** The printed example, as valid JSON. */
		example?: unknown;
		codes?: string[];
		httpStatuses?: string;
	};
}

/** A call of the provider to the partner. */
export interface SpecNotification extends SpecCall {
	path: null;
	/** The party whose address it goes to. */
	url: string;
	params: SpecField[];
	/** `plainFields` are those inside the signed text. */
	requiredReply: {
		status: number;
		contentType: string;
		body: string;
		fields?: SpecField[];
		plainFields?: SpecField[];
		plainExample?: object;
		/** Fields that come back as they were received. */
		echo?: string[];
		configurable?: boolean;
		gap?: string;
	};
	example?: unknown;
}

/** A parameter of a call, or a field of an answer. `doc…` keep what the document prints where that differs. */
export interface SpecField {
	/** The name on the wire, misspelt or not; `$body` and `$data` stand for a whole body or value. */
	name: string;
	in: 'path' | 'query' | 'form' | 'multipart' | 'json' | 'header';
	type:
		| 'string'
		| 'integer'
		| 'number'
		| 'boolean'
		| 'array'
		| 'object'
		| 'json-string'
		| 'binary'
		| 'any';
	/** Whether it must be there; missing where the document does not tell, as of most answers. */
	required?: boolean | 'conditional';
	/** The condition under which a conditional one is needed, in words. */
	condition?: string;
	/** The same, as values of other parameters. */
	when?: Record<string, Array<string | number | boolean>>;
	/** Whether it must then be given; otherwise it may be, only then. */
	neededThen?: true;
	/** Whether it may be given otherwise as well. */
	optionalOtherwise?: true;
	/** Who gives it, when the user does not: it is no field of the operation. */
	by?: 'credential' | 'node';
	/** The node's field, when it has another name. */
	field?: string;
	encrypted?: true;
	maxLength?: number;
	/** The name of a dictionary, or the values themselves. */
	enum?: string | Array<string | number | boolean>;
	description: string;
	descriptionZh: string;
	/** Its name in Chinese, for people who fill it in, where `descriptionZh` does not begin with one that they would know. */
	nameZh?: string;
	/** What it tells of a person: 'Mask Personal Data' hides it. */
	personal?:
		| 'account'
		| 'address'
		| 'bankCard'
		| 'birthDate'
		| 'email'
		| 'idCard'
		| 'mobile'
		| 'name';
	default?: string;
	/** The only value there is. */
	fixed?: string;
	/** How a text is written; scripts/coverage/formats.ts knows a wrong example of each that the user gives. */
	format?: string;
	/** Whether it stands for the whole body. */
	wholeBody?: boolean;
	/** Whether it may come several times. */
	multiple?: boolean;
	/** The type of the entries of an array without `children`. */
	itemType?: string;
	/** What an object, a JSON text or each entry of an array holds. */
	children?: SpecField[];
	/** Whether the document marks it as important though it is optional. */
	importance?: boolean;
	documented?: boolean;
	seeDictionary?: string;
	/** The gap with the decision on it. */
	gap?: string;
	docName?: string;
	docType?: string;
	docRequired?: string;
	docIn?: string;
}

export interface DictionaryEntry {
	value: string | number;
	zh: string;
	en: string;
	/** The document's own name for a state. */
	constant?: string;
	/** The place where the choice applies. */
	scope?: string;
	/** It happens where no message is sent. */
	unsent?: true;
	url?: string;
	allowed?: string | null;
	nextType?: string | null;
}

export interface SpecErrorCode {
	code: string | number;
	zh: string;
	en: string;
	category: string;
	/** The same call may succeed when it is repeated, after what the note says. */
	retryable: boolean;
	/** The operations, or groups of them, in which the code means this, when not everywhere. */
	onlyIn?: string[];
	/** The operations in which it means something else. */
	exceptIn?: string[];
	note?: string;
}

export interface Limit {
	id: string;
	value: number | null;
	unit: string | null;
	text: string;
	zh: string | null;
	/** The operations that it concerns, where not all. */
	operations?: string[];
}

/** What the document leaves open, says twice or says wrongly, and what was decided. */
export interface Gap {
	id: string;
	kind: string;
	topic: string;
	documentSays: string;
	recommendedDecision: string;
	why: string;
	/** The lines in the copy of the document in seeds. */
	lines?: string;
	/** Support outside the document. */
	evidence?: string;
}
