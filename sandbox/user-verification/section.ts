import { escapeHtml } from '../core/html.ts';
import { describeStatus } from './spec.ts';
import { status } from './state.ts';
import type { User, VerificationState } from './state.ts';

const shown = 50;
const reviews: ReadonlyArray<[status: string, label: string]> = [
	[status.verified, 'Approve'],
	[status.rejected, 'Reject'],
	[status.secondReview, 'Second review'],
	[status.pending, 'Pending'],
];

function renderUser(user: User): string {
	const { apiKey, submitted, verifiedDesc, verifiedEnDesc } = user;
	const { firstName = '', lastName = '' } = submitted[1] ?? {};
	const { cardNo = '', cardType = '' } = submitted[4] ?? {};
	const steps = [1, 2, 3, 4, 5]
		.map((step) => `<span class="${submitted[step] ? 'ok' : 'faded'}">${step}</span>`)
		.join(' ');
	const buttons = reviews
		.map(([next, label]) => {
			const body = escapeHtml(JSON.stringify({ apiKey, status: next }));
			return `<button data-post="/user-verification/review" data-body="${body}">${label}</button>`;
		})
		.join('');
	return `<tr><td><code>${escapeHtml(apiKey)}</code><br>${escapeHtml(firstName)} ${escapeHtml(lastName)}</td>
<td>${steps}</td><td>${escapeHtml(cardType)} <code>${escapeHtml(cardNo)}</code></td>
<td>${escapeHtml(describeStatus(user.status))}<br><span class="faded">${escapeHtml(verifiedDesc)} ${escapeHtml(verifiedEnDesc)}</span></td>
<td>${buttons}<input name="verifiedDesc" placeholder="remark, Chinese"><input name="verifiedEnDesc" placeholder="remark, English"></td></tr>`;
}

/** Users with their steps and review buttons, for the page. */
export function renderSection(state: VerificationState): string {
	const users = [...state.users.values()].slice(-shown).reverse();
	return `<h3>Users</h3><table><thead><tr><th>API key</th><th>Steps</th><th>Document</th><th>State</th><th>Review</th></tr></thead>
<tbody>${users.map(renderUser).join('')}</tbody></table>`;
}
