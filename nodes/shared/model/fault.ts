import { InputProblem, SetupProblem } from './errors';

/** What is wrong with a value, for its two readers: each is the end of a sentence that begins with the field's name. */
export interface ValueFault {
	/** What whoever builds the workflow reads: "must be …". */
	english: string;
	/** What the person reads who typed the value, with what to do now, as a whole sentence: "必须是…，请核对后重新填写。" */
	chinese: string;
}

/** What a value belongs to, mostly a field. Whatever is technical is no matter of the person who filled in a form. */
export interface Subject {
	displayName: string;
	chinese?: string;
	technical?: true;
}

/** A fault by its two texts. */
export const fault = (english: string, chinese: string): ValueFault => ({ english, chinese });

/** The problem of a value that has a fault, in both languages. */
export function problemWith(
	{ displayName, chinese, technical }: Subject,
	{ english, chinese: words }: ValueFault,
	remedy: string,
): InputProblem {
	const message = `'${displayName}' ${english}`;
	return technical || chinese === undefined
		? new SetupProblem(message, remedy)
		: new InputProblem(message, remedy, `${chinese}${words}`);
}
