import type { OptionField } from './field';

/** The option of a node and of a trigger that hides most of what its output tells of a person. */
export const MASK_PERSONAL_DATA = {
	displayName: 'Mask Personal Data',
	name: 'maskPersonalData',
	type: 'boolean',
	default: false,
	description:
		'Whether the output shows identity card, bank card and telephone numbers, names, addresses, e-mail addresses and dates of birth with stars only (隐藏个人信息), such as 138****8000, in results and messages alike. What is sent stays whole, and so do references and tokens, photos and other files. A later node that must send a number again takes it from the node where it came in, not from here.',
} satisfies OptionField;
