import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
} from 'n8n-workflow';

import type { ErrorTable } from './errors';
import type { Field } from './field';
import type { PersonalNames } from './personal';
import type { Warning } from './warning';

/** The values of an operation's fields by their names, empty ones left out. */
export interface Values {
	/** What is sent, as it goes on the wire. */
	wire: IDataObject;
	/** What stands in the path of the request. */
	path: IDataObject;
	/** What serves the node only, names of binary fields among it. */
	local: IDataObject;
	/** The identifiers that were brought to another form, by the names on the wire: `contacts[0].mobile`. */
	normalized: Record<string, { from: string; to: string }>;
	/** Sentences on what is sent although it is unlikely; `call.file` adds its own. */
	warnings: Warning[];
}

/** A file of an input item, already checked against its rule. */
export interface InputFile {
	data: Buffer;
	fileName: string;
	mimeType: string;
}

/** A request of an operation, before the credential completes and signs it. */
export interface ApiRequest {
	method?: IHttpRequestMethods;
	/** The path below the environment's base URL, its parameters filled in. */
	path: string;
	query?: IDataObject;
	/** Form fields by name, a multipart form, or bytes. The credential encodes and signs them. */
	body?: IDataObject | FormData | Buffer;
	/** The type of bytes that are no JSON. */
	bodyType?: string;
	/** The host belongs to somebody else, who must see nothing of the credential. */
	unsigned?: true;
	/** What the answer must be: the provider's envelope (default) or a file. */
	expects?: 'file';
	/** The type of the file, where the request names it; otherwise no text and no JSON is taken for a file. */
	fileType?: string;
}

/** What an operation can do for its item. Made by the runner, one for each item. */
export interface Call {
	itemIndex: number;
	/** The values of all fields, read and checked once: codes in place of labels, empty ones left out. */
	values(): Values;
	/** The file that the field names, after its type and size were checked. */
	file(name: string): Promise<InputFile>;
	/** The files that the field names. */
	files(name: string): Promise<InputFile[]>;
	/**
	 * Sends a request, to the operation's endpoint unless it names another, and returns the data inside the
	 * provider's envelope.
	 */
	request(request: Partial<ApiRequest>): Promise<unknown>;
	/** Sends one that is answered with a file. */
	download(request: Partial<ApiRequest>): Promise<{ data: Buffer; mimeType: string }>;
	/** Lets time pass between two requests; throws when the execution is cancelled. */
	wait(ms: number): Promise<void>;
	/** Answers the call that started the execution, if its trigger leaves that to an operation like this. */
	answerCaller(body: IDataObject): Promise<void>;
	/** Stores a file where n8n keeps binary data, as the binary field `name`. */
	binary(name: string, data: Buffer, fileName: string, mimeType: string): Promise<IBinaryKeyData>;
	/** Operations need it for what is neither signing nor a session: decrypting an answer, verifying and signing callbacks. */
	credential: ICredentialDataDecryptedObject;
}

/** An operation's result: the item's JSON, and files that are added to those of the input item. */
export interface Result {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

export type Effect = 'reads' | { submits: string };

/** Method and path as the document has them, with {placeholders} for path parameters. */
type Endpoint = `${'GET' | 'POST'} /${string}`;

type Word = 'boolean' | 'integer' | 'null' | 'string';

/**
 * What a field of the output is: a type of JSON Schema or one of two, an object of any content, `any` for an
 * object or a list of any content, `list` for the answer where that is a list.
 */
export type OutputType = Word | `${Word}|${Word}` | 'string[]' | 'object' | 'any' | 'list';

/** How an output differs from the answer in the specification, for the editor's preview; null: not in it. */
export type Output = Record<string, OutputType | null>;

export interface Operation {
	/** The id in the provider's specification, or the ids by the value of the field 'interfaceVersion'. */
	id: string | Record<string, string>;
	/** The name in Title Case, for the operation picker. */
	name: string;
	/** Its name in Chinese, which stands behind both others: people look for it in the node panel. */
	chinese: string;
	/** The name in sentence case, for the node panel. */
	action: string;
	description: string;
	/** The request goes there, by interface version likewise; it is left out where nothing is sent, or the credential tells. */
	endpoint?: Endpoint | Record<string, Endpoint>;
	fields: Field[];
	output?: Output;
	/** What names in its answer tell of a person, where their words say something else. */
	personal?: PersonalNames;
	/**
	 * Texts of its output that are of use only whole: with 'Mask Personal Data' they come out as files of this
	 * type, or stay as they are where it is null, because the output is itself what is sent.
	 */
	wholeTexts?: Record<string, string | null>;
	/**
	 * Whether the operation may be repeated. One that only reads is, after a dropped connection, HTTP 5xx
	 * or an unreadable answer. One that submits never is by itself: its text says how the user finds out
	 * whether it was carried out.
	 */
	effect: Effect;
	/** Codes that mean something else here than elsewhere. */
	errors?: ErrorTable;
	run(call: Call): Promise<Result>;
}

/** The operations of a resource by their value in the operation picker. */
export interface Resource {
	name: string;
	chinese: string;
	description: string;
	operations: Record<string, Operation>;
}

export type Resources = Record<string, Resource>;
