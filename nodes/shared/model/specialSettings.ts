import type { INodeProperties } from 'n8n-workflow';

/**
 * The settings of a credential that few accounts need, behind a switch that shows them. n8n hands over
 * shown ones only, so whoever turns the switch off is back at the defaults.
 *
 * @param purpose of the switch, the rest of a sentence that begins with "Whether to"
 */
export const specialSettings = (purpose: string, fields: INodeProperties[]): INodeProperties[] => [
	{
		displayName: 'Show Special Settings',
		name: 'specialSettings',
		type: 'boolean',
		default: false,
		description: `Whether to ${purpose}`,
	},
	...fields.map((field) => ({
		...field,
		displayOptions: { show: { specialSettings: [true] } },
	})),
];
