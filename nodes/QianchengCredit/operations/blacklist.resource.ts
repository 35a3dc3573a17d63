import type { IDataObject } from 'n8n-workflow';

import type { Resource } from '../../shared/model/operation';
import { scoped } from '../codes';
import { idCard, mobile, personName } from './fields';
import { post } from './requests';

/** Section 2. */
export const blacklist: Resource = {
	name: 'Blacklist',
	chinese: '黑名单',
	description: 'Check a person against the blacklist (黑名单)',
	operations: {
		search: {
			id: 'searchBlacklist',
			endpoint: 'POST /blacklist/search/single',
			name: 'Check Person',
			chinese: '查询黑名单',
			action: 'Check a person against the blacklist',
			description: 'Find out whether a person is on the blacklist (黑名单查询)',
			fields: [personName, idCard, mobile],
			errors: scoped.searchBlacklist,
			effect: 'reads',
			output: {
				personName: 'string',
				personIdCard: 'string',
				personMobile: 'string',
				is_in: 'boolean|null',
				verdict: 'string',
			},
			run: async (call) => {
				const { name, id_card, mobile: number } = call.values().wire;
				const person = { personName: name, personIdCard: id_card, personMobile: number };
				return { json: { ...person, ...verdictOf((await post(call)).json), ...person } };
			},
		},
	},
};

/** Without true or false nobody is cleared: then it is unknown, not "not listed" (gap QC-34). */
function verdictOf({ is_in: given = null, ...rest }: IDataObject): IDataObject {
	const known = given ? 'listed' : 'notListed';
	const own = { is_in: given, verdict: typeof given === 'boolean' ? known : 'unknown' };
	return { ...own, ...rest, ...own };
}
