import { matching } from '../../shared/values/checks';
import type { Field } from '../../shared/model/field';
import type { Output } from '../../shared/model/operation';
import { pairsField } from '../../shared/model/pairs';

/** What comes out of `decoded` beside the status itself. */
export const nextStep: Output = {
	nextType: 'string|null',
	nextTypeLabel: 'string|null',
	done: 'boolean',
};

/** The 商户用户id, which every operation takes. */
export const thirdPartyUserId: Field = {
	displayName: 'Your User ID',
	name: 'third_party_user_id',
	chinese: '商户用户ID',
	technical: true,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. user-0001',
	description:
		'ID of the user in your own system, at most 50 characters. It must belong to one user only, for good.',
	maxLength: 50,
};

/** The place for common fields that change from message to message, which the document does not tell (gap HTH-01). */
export const furtherFields = pairsField(
	{
		displayName: 'Further Common Fields',
		name: 'furtherFields',
		chinese: '通用字段',
		placeholder: 'Add Common Field',
		description:
			"Fields of this message alone that Htouhui's common fields ask for, such as a time stamp or a serial number. They are signed with the others; constant ones belong into the credential.",
	},
	{ name: 'timestamp', value: "{{ $now.toFormat('yyyyMMddHHmmss') }}" },
);

/** An address that Htouhui or the browser can reach. */
export const webAddress = matching(
	/^https?:\/\/[^\s/]+/i,
	'must be an address that begins with https://',
	'必须是以https://开头的网址，请核对后重新填写。',
);
