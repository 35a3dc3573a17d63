import { InputProblem } from '../../nodes/shared/model/errors';
import type { Field } from '../../nodes/shared/model/field';
import { readValues } from '../../nodes/shared/values/values';

/** A text field of a made-up operation. */
export const textField = (more: Partial<Field> & Pick<Field, 'displayName' | 'name'>): Field =>
	({ chinese: '内容', type: 'string', default: '', ...more }) as Field;

/** The problem that stops a reading; undefined when there is none. Another exception is thrown on. */
export function problemIn(read: () => unknown): InputProblem | undefined {
	try {
		read();
		return undefined;
	} catch (error) {
		if (error instanceof InputProblem) return error;
		throw error;
	}
}

/** The problem that a field refuses a value with, whether or not it must be there. */
export const problemOf = (field: Field, value: unknown): InputProblem | undefined =>
	problemIn(() => readValues([field], () => value));
