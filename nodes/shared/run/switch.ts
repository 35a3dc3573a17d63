import type { IExecuteFunctions } from 'n8n-workflow';

import type { OptionField } from '../model/field';
import type { ReadParameter } from '../values/expressions';
import { yesOrNo } from '../values/values';

/**
 * Tells whether an option that is on or off is on for an item.
 *
 * @returns undefined when the option is not set; a function that throws an InputProblem for what is neither
 *          yes nor no: an expression that finds nothing must not let a request, or a number, out
 */
export function switchReader(
	context: IExecuteFunctions,
	read: ReadParameter,
	option: OptionField,
): ((itemIndex: number) => boolean) | undefined {
	const path = `options.${option.name}`;
	const raw = context.getNodeParameter(path, 0, null, { rawExpressions: true });
	if (raw === null || raw === false) return undefined;
	return (itemIndex) => yesOrNo(option, read(path, itemIndex));
}
