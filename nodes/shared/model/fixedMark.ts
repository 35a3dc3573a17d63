import type {
	ICredentialDataDecryptedObject,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';

const MARK = 'fixed';

/**
 * Texts that begin with `=`, as a condition that older versions of n8n can ask of a switch, too, where `startsWith`
 * throws. A `regex` would take half a millisecond for each property, and n8n ends it after 250 ms on a busy machine.
 */
const EXPRESSION = { between: { from: '=', to: '=\uffff' } };

/**
 * The properties of a credential with a hidden one that tells whether all of them are fixed. n8n resolves a
 * credential's expressions before a node sees it, but decides by the raw values which properties are
 * shown: the mark is handed over only where none of the values beside it is an expression.
 */
export const withFixedMark = (properties: INodeProperties[]): INodeProperties[] => [
	...properties.map((property) =>
		property.type === 'fixedCollection' ? withMarkedEntries(property) : property,
	),
	markBeside(properties),
];

const withMarkedEntries = (property: INodeProperties): INodeProperties => ({
	...property,
	options: (property.options as INodePropertyCollection[]).map((group) => ({
		...group,
		values: withFixedMark(group.values),
	})),
});

const markBeside = (properties: INodeProperties[]): INodeProperties => ({
	displayName: 'Fixed',
	name: MARK,
	type: 'hidden',
	default: 'yes',
	displayOptions: {
		hide: Object.fromEntries(
			properties
				.filter(({ type }) => type !== 'notice' && type !== 'hidden')
				.map(({ name }) => [name, [{ _cnd: EXPRESSION }]]),
		),
	},
});

/** Whether a resolved credential is the same for every item. One without its mark is taken to differ. */
export const isFixed = (credential: ICredentialDataDecryptedObject): boolean =>
	isMarked(credential) &&
	Object.values(credential)
		.filter(isObject)
		.every((collection) => Object.values(collection).flat().every(isMarked));

const isMarked = (value: unknown): boolean => isObject(value) && Object.hasOwn(value, MARK);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
