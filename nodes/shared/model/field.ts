import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { ValueFault } from './fault';
import type { Personal } from './personal';

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
export const EDITOR_KEYS = [
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

/** The fields of one entry of a `fixedCollection`, which is sent as a list of objects. */
export interface Group {
	name: string;
	displayName: string;
	chinese: string;
	values: Field[];
}
