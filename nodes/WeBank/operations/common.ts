import { InputProblem } from '../../shared/model/errors';
import { parseJson } from '../../shared/values/json';

/**
 * The text of a JSON field: one that was given as text stays as it is, byte for byte.
 *
 * @param value JSON text, or an object from an expression
 * @returns undefined when the field is empty or as it opens ({}), so that it is not sent
 * @throws InputProblem when it is no JSON
 */
export function jsonText(displayName: string, value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : JSON.stringify(value ?? '');
	if (['', '""', '{}'].includes(text)) return undefined;
	if (parseJson(text) !== undefined) return text;
	throw new InputProblem(
		`'${displayName}' must be JSON`,
		'Nothing was sent. Put the fields between { and }, each name and text in double quotes.',
	);
}
