import { escapeHtml } from '../core/html.ts';
import { kindNames, kindOf } from './kinds.ts';
import type { Delivery } from './sender.ts';
import type { Session } from './sessions.ts';
import type { WebankState } from './state.ts';

const shown = 30;

const newest = <Item>(items: readonly Item[]): Item[] => items.slice(-shown).reverse();
const clock = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19);
const button = (label: string, path: string, body: object = {}): string =>
	`<button data-post="${path}" data-body="${escapeHtml(JSON.stringify(body))}">${escapeHtml(label)}</button>`;

function renderSession(session: Session, state: WebankState): string {
	const { kind, appId, value, endsAt, ended, replaced, used, user } = session;
	const left = Math.round((endsAt - state.now()) / 1000);
	const alive = state.sessions.isAlive(session) && !used;
	const past = used ? 'used' : (ended ?? `past its time since ${clock(endsAt)}`);
	const note = alive ? `${left} s left, until ${clock(endsAt)}` : past;
	const more = replaced && alive ? ', replaced' : '';
	return `<tr><td>${kind}</td><td>${escapeHtml(appId)} ${escapeHtml(user?.userId ?? '')}</td>
<td><code>${value.slice(0, 16)}…</code></td>
<td class="${alive ? 'ok' : 'faded'}">${escapeHtml(note)}${more}</td></tr>`;
}

function renderDelivery(delivery: Delivery): string {
	const { at, kind, transName, seqNo, status, replyCode, replyDesc, signatureOk } = delivery;
	const { asExpected, expected, faults, error, durationMs, body } = delivery;
	const verdict = asExpected ? '<span class="ok">✓</span>' : '<span class="bad">✗</span>';
	const wrong = error ?? faults.join('; ');
	return `<tr><td class="faded">${at.slice(11, 23)}</td><td>${verdict} ${kind}</td>
<td>${escapeHtml(transName)}<br><code class="faded">${escapeHtml(seqNo)}</code></td>
<td>${status ?? 'lost'} <b>${escapeHtml(replyCode ?? '')}</b> ${escapeHtml(replyDesc ?? '')}
<span class="faded">expected ${expected.join(' or ') || 'any'}, ${durationMs} ms</span></td>
<td><span class="${faults.length === 0 ? 'ok' : 'bad'}">${signatureOk ? 'signed' : 'not signed'}</span>
<span class="bad">${escapeHtml(wrong.slice(0, 300))}</span>
<details><summary class="faded">reply</summary><code>${escapeHtml(body.slice(0, 2000))}</code></details></td></tr>`;
}

/** What the bank decides on an application, with the content that the example of a credit application reads. */
const decisions: ReadonlyArray<[label: string, content: object]> = [
	['银行批准 The bank approves', { APS_STATUS: 'SUCC', CREDIT_LIMIT: '60000.00' }],
	['银行拒绝 The bank rejects', { APS_STATUS: 'FAIL', DESC: '额度不足' }],
];

/** Sessions with their deadlines, files, and notifications with their replies, for the page. */
export function renderSection(state: WebankState): string {
	const { sessions, files, sender } = state;
	const controls = [
		button('Expire access tokens', '/webank/expire', { kind: 'accessToken' }),
		button('Expire sign tickets', '/webank/expire', { kind: 'signTicket' }),
		button('Expire user tickets', '/webank/expire', { kind: 'userTicket' }),
		button('Another system fetches a token and a ticket', '/webank/kick-out'),
		button('Another system fetches a token', '/webank/kick-out', { ticket: false }),
		button('Five minutes later', '/webank/clock', { advanceSeconds: 300 }),
		button('An hour later', '/webank/clock', { advanceSeconds: 3600 }),
	].join('');
	const kindButtons = kindNames
		.map((kind) => {
			const body = escapeHtml(JSON.stringify({ kind }));
			const title = escapeHtml(kindOf(kind).text);
			return `<button data-post="/webank/notify" data-body="${body}" title="${title}">${kind}</button>`;
		})
		.join('');
	const decisionButtons = decisions
		.map(([label, content]) =>
			button(label, '/webank/notify', { kind: 'right', transName: 'CreditResult', content }),
		)
		.join('');
	const sessionRows = sessions
		.all()
		.slice(0, shown)
		.map((session) => renderSession(session, state))
		.join('');
	const fileRows = newest(files.list())
		.map(
			({ fileId, hashValue, fileName, fileType, fileFormat, content, storedAt }) =>
				`<tr><td class="faded">${clock(storedAt)}</td><td>${escapeHtml(fileName)}</td><td>${escapeHtml(fileType)} ${escapeHtml(fileFormat)}, ${content.length} bytes</td><td><code>${fileId}</code><br><code class="faded">${hashValue}</code></td></tr>`,
		)
		.join('');
	const noticeRows = newest(files.notices)
		.map(
			({ at, bizPath, bizContent, files: list }) =>
				`<tr><td class="faded">${clock(at)}</td><td>${escapeHtml(bizPath)}</td><td><code>${escapeHtml(bizContent.slice(0, 500))}</code></td><td>${escapeHtml(list.map(({ fileName }) => fileName).join(', '))}</td></tr>`,
		)
		.join('');
	return `<h3>Sessions</h3><p>${controls}</p>
<table><thead><tr><th>Kind</th><th>App id</th><th>Value</th><th>State (UTC)</th></tr></thead><tbody>${sessionRows}</tbody></table>
<h3>Notifications</h3><table><tbody><tr><td><input id="webank-url" name="url" size="60" placeholder="address of the partner" value="${escapeHtml(sender.lastUrl)}">
<input id="webank-trans-name" name="transName" placeholder="transName"> <input id="webank-seq-no" name="seqNo" placeholder="SeqNo"><br>
${decisionButtons}<br><input id="webank-content" name="content" size="60" aria-label="内容 Content" placeholder="内容 content, JSON, of the kinds below"><br>${kindButtons}</td></tr></tbody></table>
<table><thead><tr><th>Time (UTC)</th><th>Kind</th><th>transName, SeqNo</th><th>Reply</th><th>Signature</th></tr></thead><tbody>${newest(sender.deliveries).map(renderDelivery).join('')}</tbody></table>
<h3>Files</h3><table><thead><tr><th>Time (UTC)</th><th>Name</th><th>Type</th><th>FILE_ID, HASH_VALUE</th></tr></thead><tbody>${fileRows}</tbody></table>
<h3>Told to business systems after an upload</h3><table><thead><tr><th>Time (UTC)</th><th>bizPath</th><th>bizContent</th><th>Files</th></tr></thead><tbody>${noticeRows}</tbody></table>`;
}
