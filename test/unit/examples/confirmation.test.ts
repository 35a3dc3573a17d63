import type { INode } from 'n8n-workflow';

import { readExamples } from '../../../scripts/start/examples.ts';
import { PAGES, parametersOf } from '../../support/pages.ts';

// Before anything is handed in, a person sees every answer, and is asked once more for what is doubtful.

const OWN = 'n8n-nodes-fintech-onboarding.';
const examples = readExamples();
const isPage = ({ type }: INode) => type === 'n8n-nodes-base.form';

describe.each([
	['Flagship: Onboarding', '全部正确', /^(consent_|sms_code|new_code|service_|query_|photo)/],
	// HSTong keeps no answers on the risks (HST-36), and has the pinyin as one name; the rest is no answer.
	['Open a Securities Account with HSTong', '需要修改的部分', /^(agreement|mobile|countryCode|newCode|otherNumber|correct|risk_|enameFirst|enameLast|scOthersNone)/],
])('the summary of %s', (start, words, leftOut) => {
	const example = examples.find(({ name }) => name.startsWith(start));
	const summary = example?.nodes.find(
		(node) => isPage(node) && JSON.stringify(node.parameters).includes(words),
	);
	const asked = PAGES.filter(({ place }) => place.startsWith(start))
		.flatMap(({ fields }) => fields)
		.filter(({ fieldType = 'text' }) => !['html', 'file', 'hiddenField'].includes(fieldType))
		.map(({ fieldName = '' }) => fieldName)
		.filter((name) => !leftOut.test(name));

	it('shows every answer', () => {
		expect(asked.length).toBeGreaterThan(25);
		const shown = JSON.stringify(summary?.parameters);
		expect(asked.filter((name) => !new RegExp(`\\.${name}\\w*\\b`).test(shown))).toEqual([]);
	});
});

/** Nodes of ours with a value that they may doubt, in the forms that ask for it and in what these call. */
const doubtful = examples.flatMap(({ name, nodes, connections }) =>
	nodes
		.filter(({ type }) => type.startsWith(OWN) && !type.endsWith('Trigger'))
		.map((node) => ({
			place: `${name}: ${node.name}`,
			isCheck: JSON.stringify(node.parameters).includes('"checkOnly":true'),
			doubts: parametersOf(node).flatMap(({ field }) => field.doubt ?? []),
			next: nodes.find(({ name: other }) => other === connections[node.name]?.main[0]?.[0]?.node),
		}))
		.filter(({ doubts }) => doubts.length > 0),
);

test.each([
	'Flagship',
	'Open a Securities Account with HSTong',
	'Open an Account With Htouhui',
	'Judge a Loan by Carrier Data',
	'Verify a User in Five Steps',
])(
	'what a node of "%s" doubts is asked once more before it goes out',
	(start) => {
		const here = doubtful.filter(
			({ place }) => place.startsWith(start) && !place.includes('Overnight'),
		);
		const asked = here.filter(
			({ isCheck, next }) =>
				isCheck && next?.type === 'n8n-nodes-base.if' && /warnings/.test(JSON.stringify(next)),
		);
		const doubts = asked.flatMap((check) => check.doubts);
		const sending = here.filter(({ isCheck }) => !isCheck);
		expect(sending.length).toBeGreaterThan(0);
		expect(
			sending.filter((one) => !one.doubts.every((doubt) => doubts.includes(doubt))),
		).toEqual([]);
	},
);
