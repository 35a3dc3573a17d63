import { escapeHtml } from '../core/html.ts';
import { describeValue } from './spec.ts';
import { furthestStep, isStepDone, livenessActionOf } from './state.ts';
import type { HstongState, User } from './state.ts';

const shown = 50;
const reviews: ReadonlyArray<[status: number, label: string]> = [
	[4, 'Approve'],
	[3, 'Return'],
	[6, 'Open HK + US'],
	[7, 'Open HK'],
	[5, 'Delete'],
];

function newest<Item>(items: Iterable<Item>): Item[] {
	return [...items].slice(-shown).reverse();
}

function renderUser(user: User): string {
	const name = `${escapeHtml(user.countryCode)} ${escapeHtml(user.mobile)}`;
	const { application } = user;
	if (!application)
		return `<tr><td>${name}</td><td colspan="4" class="faded">no application</td></tr>`;
	const steps = [1, 2, 3, 4, 5, 6, 7, 8]
		.map((step) =>
			isStepDone(application, step)
				? `<b class="ok">${step}</b>`
				: `<span class="faded">${step}</span>`,
		)
		.join(' ');
	const { applyId, status, msg } = application;
	const buttons = reviews
		.map(([next, label]) => {
			const body = escapeHtml(JSON.stringify({ applyId, status: next }));
			return `<button data-post="/hstong/review" data-body="${body}">${label}</button>`;
		})
		.join('');
	const action = livenessActionOf(application);
	return `<tr><td>${name}</td><td><code>${applyId}</code></td>
<td>${steps}<br><span class="faded">step ${furthestStep(application)}, action ${escapeHtml(describeValue('livenessPhotoType', action))}</span></td>
<td>${escapeHtml(describeValue('openStatus', status))}<br><span class="faded">${escapeHtml(msg)}</span></td>
<td>${buttons}<input name="msg" placeholder="reason of a return"></td></tr>`;
}

/** SMS codes and applications, for the page. */
export function renderSection(state: HstongState): string {
	const codes = newest(state.sms.values())
		.map(({ countryCode, mobile, code, used }) => {
			const note = used ? ' <span class="faded">used</span>' : '';
			return `<tr><td>${escapeHtml(countryCode)} ${escapeHtml(mobile)}</td><td><code>${code}</code>${note}</td></tr>`;
		})
		.join('');
	return `<h3>SMS codes</h3><table><thead><tr><th>Mobile</th><th>Code</th></tr></thead><tbody>${codes}</tbody></table>
<h3>Users and applications</h3><table><thead><tr><th>Mobile</th><th>applyId</th><th>Steps</th><th>Status</th><th>Review</th></tr></thead>
<tbody>${newest(state.users.values()).map(renderUser).join('')}</tbody></table>`;
}
