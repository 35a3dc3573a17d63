import { escapeHtml } from '../core/html.ts';
import { kindNames, kindOf } from './kinds.ts';
import type { Notice } from './notices.ts';
import type { Delivery } from './sender.ts';
import { describeValue } from './spec.ts';
import { outcomes } from './state.ts';
import type { BankPage, HtouhuiState, User } from './state.ts';

const shown = 30;

const newest = <Item>(items: Iterable<Item>): Item[] => [...items].slice(-shown).reverse();
const button = (label: string, path: string, body: object, title = ''): string =>
	`<button data-post="/htouhui/${path}" data-body="${escapeHtml(JSON.stringify(body))}" title="${escapeHtml(title)}">${escapeHtml(label)}</button>`;
const table = (heads: readonly string[], rows: readonly string[]): string =>
	`<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;

function renderUser(user: User): string {
	const { bankCardNumber, htouhui_user_id, merchant, mobile, status, third_party_user_id } = user;
	return `<tr><td>${escapeHtml(merchant)}</td><td><code>${escapeHtml(htouhui_user_id)}</code> <code>${escapeHtml(third_party_user_id)}</code></td>
<td>${escapeHtml(mobile)}</td><td>${escapeHtml(describeValue('openAccountStatus', status))}</td><td><code>${escapeHtml(bankCardNumber)}</code></td></tr>`;
}

function renderPage({ session, type, user }: BankPage): string {
	const buttons = outcomes.map((outcome) => button(outcome, 'finish', { session, outcome }));
	return `<tr><td><code>${escapeHtml(user.third_party_user_id)}</code></td>
<td>${escapeHtml(describeValue('openAccountType', type))}</td><td>${buttons.join('')}</td></tr>`;
}

function renderNotice({ attempts, fields, state, url }: Notice): string {
	const tries = attempts.map(
		({ accepted, body, error, httpStatus }) =>
			`<li class="${accepted ? 'ok' : 'bad'}">${httpStatus ?? 'lost'} ${escapeHtml(error ?? body.slice(0, 100))}</li>`,
	);
	return `<tr><td><code>${escapeHtml(fields.third_party_user_id)}</code><br><code class="faded">${escapeHtml(url)}</code></td>
<td>${escapeHtml(describeValue('openAccountStatus', fields.status))}</td><td>${state}</td><td><ol>${tries.join('')}</ol>
${button('Once more', 'resend', { thirdPartyUserId: fields.third_party_user_id })}</td></tr>`;
}

function renderDelivery(delivery: Delivery): string {
	const { asExpected, at, body, durationMs, error, expected, kind, merchant, status } = delivery;
	const verdict = asExpected ? '<span class="ok">✓</span>' : '<span class="bad">✗</span>';
	return `<tr><td class="faded">${at.slice(11, 23)}</td><td>${verdict} ${kind}</td><td>${escapeHtml(merchant)}</td>
<td>${status ?? 'lost'} <code>${escapeHtml(error ?? body.slice(0, 200))}</code>
<span class="faded">expected ${expected.join(' or ') || 'any'}, ${durationMs} ms</span></td></tr>`;
}

/** Users, open bank pages, results with their notifications, and the sender of all kinds, for the page. */
export function renderSection(state: HtouhuiState): string {
	const { notices, sender } = state;
	const kindButtons = kindNames.map((kind) => button(kind, 'notify', { kind }, kindOf(kind).text));
	const outcomeButtons = outcomes.map((outcome) =>
		button(`Next page: ${outcome}`, 'outcome', { outcome }),
	);
	return `<h3>Users</h3>${table(['Merchant', 'Ids', 'Mobile', 'Status', 'Card'], newest(state.users.values()).map(renderUser))}
<h3>Open bank pages</h3><p>${outcomeButtons.join('')}</p>
${table(['User', 'Type', 'End it'], newest(state.openPages()).map(renderPage))}
<h3>Results</h3>${table(['User', 'Status', 'State', 'Attempts'], newest(notices.list).map(renderNotice))}
<h3>Notifications</h3><table><tbody><tr><td><input id="htouhui-url" name="url" size="60" placeholder="address of the partner" value="${escapeHtml(sender.lastUrl)}">
<input id="htouhui-merchant" name="merchant" placeholder="merchant"> <input id="htouhui-user" name="thirdPartyUserId" placeholder="third_party_user_id"><br>${kindButtons.join('')}</td></tr></tbody></table>
${table(['Time (UTC)', 'Kind', 'Merchant', 'Reply'], newest(sender.deliveries).map(renderDelivery))}`;
}
