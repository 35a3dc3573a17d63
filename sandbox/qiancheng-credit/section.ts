import { escapeHtml } from '../core/html.ts';
import type { Audit } from './audits.ts';
import type { Collection } from './collection.ts';
import { describeState } from './spec.ts';
import type { QianchengState } from './state.ts';

const shown = 30;
const underReview = 2;

const clock = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19);
const button = (label: string, path: string, body: object = {}): string =>
	`<button data-post="/qiancheng-credit/${path}" data-body="${escapeHtml(JSON.stringify(body))}">${escapeHtml(label)}</button>`;

function renderQuery(query: Collection): string {
	const { kind, openId, username, person, asks, history, createdAt } = query;
	const answer = query.rightAnswer();
	const asked = asks === undefined ? '' : `${asks}${answer === undefined ? '' : `: ${answer}`}`;
	const course = history.map(({ state }) => state).join(' → ');
	return `<tr><td class="faded">${clock(createdAt)}</td><td>${kind}<br><span class="faded">${escapeHtml(username)}</span></td>
<td>${escapeHtml(person.mobile)} ${escapeHtml(person.name)}<br><code class="faded">${openId}</code></td>
<td>${escapeHtml(query.description)}<br><span class="faded">${course}</span></td>
<td><code>${escapeHtml(asked)}</code></td></tr>`;
}

function renderAudit(audit: Audit, now: number): string {
	const { openId, orderId, name, phone, receivedAt, decidedAt, verdict, reason = '' } = audit;
	const state = decidedAt > now ? underReview : verdict;
	const { zh, en } = describeState('auditState', state);
	return `<tr><td class="faded">${clock(receivedAt)}</td><td>${escapeHtml(orderId)}<br><code class="faded">${openId}</code></td>
<td>${escapeHtml(phone)} ${escapeHtml(name)}</td><td>${state} ${en} ${zh}<br><span class="faded">${escapeHtml(reason)}</span></td>
<td>${button('Approve', 'decide', { open_id: openId, state: 0 })}${button('Reject', 'decide', { open_id: openId, state: 1, reason: '人工审核拒绝' })}</td></tr>`;
}

/** Tokens, queries with what is asked and answered right, and risk audits, for the page. */
export function renderSection(state: QianchengState): string {
	const { tokens, audits } = state;
	const controls = [
		button('Expire tokens', 'expire'),
		button('Another system ends the tokens', 'kick-out'),
		button('A minute later', 'clock', { advanceSeconds: 60 }),
		button('Ten minutes later', 'clock', { advanceSeconds: 600 }),
		button('A day later', 'clock', { advanceSeconds: 86_400 }),
	].join('');
	const tokenRows = tokens
		.all()
		.slice(-shown)
		.reverse()
		.map((token) => {
			const alive = tokens.isAlive(token);
			const note = alive ? `until ${clock(token.endsAt)}` : (token.ended ?? 'past its time');
			return `<tr><td>${escapeHtml(token.username)}</td><td><code>${token.value.slice(0, 8)}…</code></td><td class="${alive ? 'ok' : 'faded'}">${escapeHtml(note)}</td></tr>`;
		})
		.join('');
	const now = state.now();
	const auditRows = audits
		.list(shown)
		.map((audit) => renderAudit(audit, now))
		.join('');
	return `<h3>Tokens</h3><p>${controls}</p>
<table><thead><tr><th>Merchant</th><th>Value</th><th>State (UTC)</th></tr></thead><tbody>${tokenRows}</tbody></table>
<h3>Queries</h3><table><thead><tr><th>Time (UTC)</th><th>Kind</th><th>Person, open_id</th><th>State</th><th>Asks, right answer</th></tr></thead><tbody>${state.listQueries(shown).map(renderQuery).join('')}</tbody></table>
<h3>Risk audits</h3><table><thead><tr><th>Time (UTC)</th><th>order_id, open_id</th><th>Person</th><th>State</th><th>Decide</th></tr></thead><tbody>${auditRows}</tbody></table>`;
}
