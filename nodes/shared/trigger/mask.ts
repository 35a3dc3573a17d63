import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { MASK_PERSONAL_DATA } from '../model/maskOption';
import { maskFor } from '../values/conceal';
import { yesOrNo } from '../values/values';

/** What a verified call starts the workflow with, masked where the trigger's options want that. */
export function shownTo(context: IWebhookFunctions, json: IDataObject): IDataObject {
	const { [MASK_PERSONAL_DATA.name]: masks = false } = context.getNodeParameter(
		'options',
		{},
	) as IDataObject;
	return masks === false || isOff(masks) ? json : maskFor({}).json(json);
}

/** An expression that finds nothing must not let a number out. */
function isOff(value: unknown): boolean {
	try {
		return !yesOrNo(MASK_PERSONAL_DATA, value);
	} catch {
		return false;
	}
}
