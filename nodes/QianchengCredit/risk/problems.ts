import { InputProblem } from '../../shared/model/errors';
import { problemWith, type ValueFault } from '../../shared/model/fault';
import type { Field, Group, Names } from '../../shared/model/field';
import { singleFields } from '../../shared/values/values';

/** Problems that are listed; the others are counted. */
const MOST_LISTED = 10;

/** Whose name no field has is told in general. */
const IN_GENERAL = '借款资料里有不完整或不正确的内容，请核对后重新提交。';

/** The faults in the data of a risk audit, by the paths on the wire. */
export class Problems {
	private readonly fields: Field[];
	private readonly inJson: boolean;
	private readonly found: InputProblem[] = [];

	/**
	 * @param fields of the operation, by whose names people are told
	 * @param inJson whether the data came as a whole in the field 'Data'
	 */
	constructor(fields: Field[], inJson: boolean) {
		this.fields = fields;
		this.inJson = inJson;
	}

	/** What the value at a path is called. */
	subject(path: string): { displayName: string } & Names {
		const chinese = chineseAt(this.fields, path);
		const inJson = path ? `Data: ${path}` : 'Data';
		const displayName = this.inJson ? inJson : englishAt(this.fields, path);
		return chinese === undefined ? { displayName, technical: true } : { displayName, chinese };
	}

	add(path: string, fault: ValueFault, remedy = CORRECT): void {
		this.take(problemWith(this.subject(path), fault, `Nothing was sent. ${remedy}`));
	}

	take(problem: InputProblem): void {
		this.found.push(problem);
	}

	/** @throws InputProblem for the first one, with the others in its remedy */
	throwIfAny(): void {
		if (this.found.length === 0) return;
		const [{ message, remedy }, ...others] = this.found;
		const listed = others.slice(0, MOST_LISTED - 1).map((problem) => ` ${problem.message}.`);
		const more = this.found.length - MOST_LISTED;
		throw new InputProblem(
			message,
			`${remedy}${listed.join('')}${more > 0 ? ` And ${more} more.` : ''}`,
			// The person is told of what they can know.
			this.found.find(({ chinese }) => chinese !== '')?.chinese ?? IN_GENERAL,
		);
	}
}

const CORRECT = 'Correct the data and run the item again.';

/** What whoever builds the workflow calls the value at a path: the field that it was given in, and where in it. */
function englishAt(fields: Field[], path: string): string {
	const parts = path.split('.');
	for (const [i, part] of parts.entries()) {
		const [name] = part.split('[', 1);
		const field = singleFields(fields).find((single) => single.name === name);
		const rest = [part.slice(name.length), ...parts.slice(i + 1)].filter(Boolean).join('.');
		if (field) return rest ? `${field.displayName}: ${rest}` : field.displayName;
	}
	return path;
}

const STEP = /([^.[\]]+)(?:\[(\d+)\])?/g;

/**
 * What a person calls the value at a path: a field of this name, the entry of a list, and what is inside it.
 *
 * @returns undefined for what no field is called
 */
function chineseAt(fields: Field[], path: string): string | undefined {
	let known = singleFields(fields);
	let name: string | undefined;
	for (const [, step, index] of path.matchAll(STEP)) {
		const field = known.find((one) => one.name === step);
		if (field?.chinese === undefined) {
			if (name !== undefined) return `${name}里的一项内容`;
			continue;
		}
		const [group] = field.type === 'fixedCollection' ? (field.options as Group[]) : [];
		const entry = `第${Number(index) + 1}项`;
		const own = index === undefined ? field.chinese : `${group?.chinese ?? field.chinese}${entry}`;
		name = name === undefined ? own : `${name}的${own}`;
		known = group?.values ?? [];
	}
	return name;
}
