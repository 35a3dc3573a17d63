import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestMethods,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { ErrorTable } from './errors';
import type { ValueFault } from './fault';
import type { Personal, PersonalNames } from './personal';
import type { Warning } from './warning';

/**
 * Looks at one value before anything is sent.
 *
 * @param value the value, trimmed
 * @param values all values of the item read so far, by parameter name
 * @returns what is wrong, or undefined
 */
export type Check = (value: string, values: IDataObject) => ValueFault | undefined;

/**
 * Brings a value to the form in which the provider wants it, before it is checked.
 *
 * @param value the value, trimmed
 * @param values all values of the item read so far, by parameter name
 */
export type Form = (value: string, values: IDataObject) => string;

/** What a provider accepts as a file; what is left out is not limited. */
export interface FileRule {
	maxBytes?: number;
	/** The usual types of an image; some others are sent with a warning. */
	images?: string[];
}

/** What the editor shows of a field; the keys of n8n's properties that fields may have. */
const EDITOR_KEYS = [
	'displayName',
	'name',
	'type',
	'typeOptions',
	'default',
	'placeholder',
	'hint',
	'description',
] as const satisfies Array<keyof INodeProperties>;

/**
 * One field of an operation: an n8n property named as the provider names the parameter on the wire,
 * and what the node must know about it beyond what the editor shows.
 */
export type Field = Names &
	Pick<INodeProperties, (typeof EDITOR_KEYS)[number] | 'required' | 'displayOptions'> &
	Rules;

/**
 * The name of a field in Chinese, that of the provider's document where it has one. Descriptions, the
 * reference and what a person is told who filled in a form have it from here. A field needs none when it is
 * technical: its value comes from whoever builds the workflow, or from an earlier node, and not from a form.
 */
export type Names = { chinese: string; technical?: true } | { chinese?: string; technical: true };

interface Rules {
	options?: INodePropertyOptions[] | Field[] | Group[];
	/** Brings an identifier to its form; what it changes is told under `normalized`. */
	form?: Form;
	check?: Check;
	/** What is unlikely though the document allows it: it is sent, and told under `warnings`; the Chinese is the end of a sentence as well. */
	doubt?: Check;
	/** The values of a collection are sent as an object of this name. */
	sendAs?: string;
	/** The field holds the name of a binary field of the item; read with `call.file` or `call.files`. */
	file?: FileRule;
	/** The text may hold several values, separated as `splitList` has it; they become a list. */
	list?: true;
	/** Whether it serves the node only and is never sent. */
	local?: true;
	/** Whether it stands in the path of the request. */
	inPath?: true;
	/** The operation or node whose result has the value, for people: its message when it is empty. */
	source?: string;
	/** Whether it comes out again with the result, for the operation that goes on. */
	passedOn?: true;
	/** What it tells of a person: 'Mask Personal Data' hides most of it. */
	personal?: Personal;
	/** The longest text that the provider takes. */
	maxLength?: number;
	/**
	 * How the value is taken where its type does not say it:
	 * - `jsonText`: JSON that goes on as the text that was given, byte for byte
	 * - `any`: a value of any type, kept in its type
	 * - `received`: what somebody else has sent and signed, neither trimmed nor checked
	 * - `password`: a text as it was given, with the blanks at its ends
	 */
	as?: 'jsonText' | 'any' | 'received' | 'password';
}

/** An option of a node: the same for whoever builds the workflow alone. */
export type OptionField = Omit<Field, 'options' | keyof Names>;

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

/** The fields of one entry of a `fixedCollection`, which is sent as a list of objects. */
export interface Group {
	name: string;
	displayName: string;
	chinese: string;
	values: Field[];
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
export type Endpoint = `${'GET' | 'POST'} /${string}`;

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

/**
 * What stands under a node's name on the canvas: the name of its operation, as the picker has it. n8n would show the
 * name by itself for the first of several pickers alone.
 */
export function subtitleOf(resources: Resources): string {
	const names = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([operation, one]) => [`${resource}.${operation}`, inBoth(one)]),
	);
	const chosen = '$parameter["resource"] + "." + $parameter["operation"]';
	return `={{ (${JSON.stringify(Object.fromEntries(names))})[${chosen}] }}`;
}

const inBoth = ({ name, chinese }: { name: string; chinese: string }): string =>
	`${name} (${chinese})`;

/**
 * The resource picker, an operation picker for each resource, and the fields of each operation, shown for it alone.
 *
 * @param first the resource that a new node begins with
 */
export function operationProperties(resources: Resources, first: string): INodeProperties[] {
	const fields = Object.entries(resources).flatMap(([resource, { operations }]) => [
		operationPicker(resource, operations),
		...Object.entries(operations).flatMap(([operation, one]) =>
			one.fields.map((field) =>
				toProperty(field, { resource: [resource], operation: [operation] }),
			),
		),
	]);
	return [resourcePicker(resources, first), ...fields];
}

const resourcePicker = (resources: Resources, first: string): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: Object.entries(resources).map(([value, resource]) => ({
		name: inBoth(resource),
		value,
		description: resource.description,
	})),
	default: first,
});

function operationPicker(resource: string, operations: Record<string, Operation>): INodeProperties {
	const options = Object.entries(operations).map(([value, one]) => ({
		name: inBoth(one),
		value,
		action: `${one.action} (${one.chinese})`,
		description: one.description,
	}));
	const picker: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: '',
	};
	return { ...picker, default: options[0].value };
}

/** The editor's part of a field, shown under its own and the given conditions. */
function toProperty(field: Field, show: Record<string, string[]> = {}): INodeProperties {
	const { required, displayOptions, description } = field;
	const conditions = { ...show, ...displayOptions?.show };
	return {
		...pick(field, EDITOR_KEYS),
		...(description !== undefined && { description: describe(field) }),
		// n8n takes a field as shown when its condition is an expression, and would not publish a workflow
		// that leaves it empty. Whether it is needed shows when the item's values are read.
		...(required && !displayOptions && { required }),
		...(Object.keys(conditions).length > 0 && {
			displayOptions: { ...displayOptions, show: conditions },
		}),
		...(field.options && { options: toOptions(field) }),
	};
}

/** A field's description with its name in Chinese behind the first sentence. */
export function describe({ description = '', chinese }: Field): string {
	if (chinese === undefined) return description;
	const [first] = description.split(/(?=\. [A-Z'])/, 1);
	return `${first} (${chinese})${description.slice(first.length)}`;
}

const pick = <T extends object, K extends keyof T>(object: T, keys: readonly K[]): Pick<T, K> =>
	Object.fromEntries(keys.filter((key) => key in object).map((key) => [key, object[key]])) as Pick<
		T,
		K
	>;

function toOptions({ type, options }: Field): INodeProperties['options'] {
	if (type === 'collection') return (options as Field[]).map((option) => toProperty(option));
	if (type === 'fixedCollection') {
		return (options as Group[]).map(({ name, displayName, values }) => ({
			name,
			displayName,
			values: values.map((value) => toProperty(value)),
		}));
	}
	return options as INodePropertyOptions[] | undefined;
}
