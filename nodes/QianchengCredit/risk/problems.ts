import { InputProblem } from '../../shared/model/errors';
import { problemWith, type ValueFault } from '../../shared/model/fault';
import type { Field, Group } from '../../shared/model/operation';

/** Problems that are listed; the others are counted. */
const MOST_LISTED = 10;

/** Whose name no field has is told in general. */
const IN_GENERAL = '借款资料里有不完整或不正确的内容，请核对后重新提交。';

/** The faults in the data of a risk audit, by the paths on the wire. */
export class Problems {
	private readonly fields: Field[];
	private readonly found: Array<[path: string, fault: ValueFault]> = [];

	/** @param fields of the operation, by whose names a person is told */
	constructor(fields: Field[]) {
		this.fields = fields;
	}

	add(path: string, fault: ValueFault): void {
		this.found.push([path, fault]);
	}

	/** @throws InputProblem for the first one, with the others in its remedy */
	throwIfAny(): void {
		if (this.found.length === 0) return;
		const [first, ...others] = this.found;
		const listed = others
			.slice(0, MOST_LISTED - 1)
			.map(([path, { english }]) => ` '${path}' ${english}.`);
		const more = this.found.length - MOST_LISTED;
		const remedy = `Nothing was sent. Correct the data and run the item again.${listed.join('')}${more > 0 ? ` And ${more} more.` : ''}`;
		// The person is told of what they can know.
		const [path, fault] = this.found.find(([one]) => chineseAt(this.fields, one)) ?? first;
		const chinese = chineseAt(this.fields, path);
		const { message } = problemWith({ displayName: first[0], technical: true }, first[1], remedy);
		throw new InputProblem(
			message,
			remedy,
			chinese === undefined ? IN_GENERAL : `${chinese}${fault.chinese}`,
		);
	}
}

const STEP = /([^.[\]]+)(?:\[(\d+)\])?/g;

/**
 * What a person calls the value at a path: a field of this name, the entry of a list, and what is inside it.
 *
 * @returns undefined for what no field is called
 */
function chineseAt(fields: Field[], path: string): string | undefined {
	let known = fields.flatMap((field) =>
		field.type === 'collection' ? (field.options as Field[]) : [field],
	);
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
