import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { Field, Form, Group } from '../model/field';
import type { Operation, Result } from '../model/operation';
import type { Personal, PersonalNames } from '../model/personal';
import { maskFor, personalValues, type Known, type Mask } from '../values/conceal';
import {
	codeForm,
	dayForm,
	digitsForm,
	idCardForm,
	latinNameForm,
	mobileForm,
	personNameForm,
} from '../values/normalize';
import { trimmed } from '../values/text';
import type { Explanation } from './explain';
import type { Job } from './job';

/**
 * The mask of an item.
 *
 * @returns undefined when nothing of it is to be masked; an option that is neither on nor off masks, too
 */
export function maskOf(job: Job, itemIndex: number): Mask | undefined {
	const { masks, operation } = job;
	if (masks === undefined) return undefined;
	try {
		if (!masks(itemIndex)) return undefined;
	} catch {
		// The item fails for it, and its output must not tell more than it was meant to.
	}
	const { fields, wholeTexts = {} } = operation;
	const passedOn = fields.filter((field) => field.passedOn).map(({ name }) => name);
	const kept = [...passedOn, ...Object.keys(wholeTexts)];
	return maskFor(namesOf(operation), ownValues(job, itemIndex), kept);
}

/** What an operation's own names tell of a person: those of its fields, and what it says itself. */
export function namesOf({
	fields,
	personal,
}: Pick<Operation, 'fields' | 'personal'>): PersonalNames {
	const all = fields.flatMap(inside).filter(({ type }) => type !== 'json');
	return {
		...Object.fromEntries(all.map(({ name }) => [name, null])),
		...Object.fromEntries(
			all.flatMap((field) => (field.personal ? [[field.name, field.personal]] : [])),
		),
		...personal,
	};
}

/** A field, and those in it. */
function inside(field: Field): Field[] {
	if (field.type === 'notice') return [];
	if (field.type === 'collection') return (field.options as Field[]).flatMap(inside);
	if (field.type !== 'fixedCollection') return [field];
	// The names in a list of pairs are the user's own.
	return field.technical
		? []
		: (field.options as Group[]).flatMap(({ values }) => values.flatMap(inside));
}

/**
 * The personal values that an item was given, as they were given and as they are sent, right or wrong, and those
 * that it has from the nodes before, of which a provider's words may speak as well.
 */
function ownValues({ context, operation, read }: Job, itemIndex: number): Known[] {
	const entries = operation.fields.map(({ name }): [string, unknown] => {
		try {
			return [name, read(name, itemIndex)];
		} catch {
			// An expression that n8n cannot work out has no value that could come out.
			return [name, undefined];
		}
	});
	const given = Object.fromEntries(entries) as IDataObject;
	const names = namesOf(operation);
	const before = personalValues(context.getInputData()[itemIndex].json, names);
	return [...before, ...personalValues(given, names)].flatMap(({ kind, text }) =>
		[...new Set([text, ...FORMS[kind].map((form) => form(text, given))])].map((one) => ({
			kind,
			text: one,
		})),
	);
}

/** The forms to which fields of a kind are brought. */
const FORMS: Record<Personal, Form[]> = {
	account: [trimmed, codeForm],
	address: [trimmed],
	bankCard: [digitsForm],
	birthDate: [dayForm],
	email: [codeForm],
	idCard: [idCardForm, codeForm],
	mobile: [mobileForm, digitsForm],
	name: [trimmed, latinNameForm, personNameForm],
};

/** A result behind a mask. Texts that are of use only whole come out as files, which are not masked. */
export async function maskedResult(
	{ context, operation }: Job,
	mask: Mask,
	{ json, binary }: Result,
): Promise<Result> {
	const { wholeTexts = {} } = operation;
	const masked = { ...json };
	const files: IBinaryKeyData = { ...binary };
	for (const [name, type] of Object.entries(wholeTexts)) {
		if (type === null || typeof json[name] !== 'string') continue;
		delete masked[name];
		const fileName = `${name}.${type.replace(/^.*\//, '')}`;
		const data = Buffer.from(json[name]);
		files[name] = await context.helpers.prepareBinaryData(data, fileName, type);
	}
	return {
		json: mask.json(masked),
		...(Object.keys(files).length > 0 && { binary: files }),
	};
}

/** An explanation behind a mask: a provider's words can repeat a name or a number. */
export function maskedExplanation(mask: Mask, explanation: Explanation): Explanation {
	const { message, description, providerMessage, messageChinese, messageEnglish } = explanation;
	return {
		...explanation,
		message: mask.text(message),
		description: mask.text(description),
		...(providerMessage !== undefined && { providerMessage: mask.text(providerMessage) }),
		messageChinese: mask.text(messageChinese),
		messageEnglish: mask.text(messageEnglish),
	};
}
