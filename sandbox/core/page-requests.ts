import { escapeHtml } from './html.ts';
import type { JournalEntry } from './journal.ts';
import type { Signature } from './trace.ts';
import { clock } from './view.ts';

const item = (content: string): string => `<li>${content}</li>`;
const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;

/** The part of a text that is not as expected, marked. */
function differing(expected: string, received: string): string {
	let at = 0;
	while (at < received.length && received[at] === expected[at]) at++;
	return `<code>${escapeHtml(received.slice(0, at))}<mark>${escapeHtml(received.slice(at))}</mark></code>`;
}

/** What should have been signed, what came, and a place to compare with one's own. */
function renderSignature({ expected, mistake, received, text }: Signature, seq: number): string {
	const isRight = expected === received;
	const mark = isRight ? '<span class="ok">✓</span>' : '<span class="bad">✗</span>';
	const why = mistake
		? `<p class="bad">收到的签名看起来是 What came is the signature ${escapeHtml(mistake)}</p>`
		: '';
	return `<div class="compare"><p>${mark} 签名 Signature</p>
<p>待签名文本 String to sign</p><pre class="tosign">${escapeHtml(text)}</pre>
<p>应为 Expected ${expected === '' ? '由商户私钥签名 made with the partner’s private key' : code(expected)}<br>收到 Received ${received === '' ? '–' : isRight ? code(received) : differing(expected, received)}</p>${why}
<label class="field">您的待签名文本 Your own string to sign, to find the difference
<textarea id="own-${seq}" rows="2" data-compare="${escapeHtml(text)}"></textarea></label><output></output></div>`;
}

/** One request with the verdict of every check. */
export function renderEntry(entry: JournalEntry, title: string): string {
	const { checks, decrypted, fault, files, operation, params, seq, signature } = entry;
	const state = fault ? 'faulted' : entry.processed ? 'accepted' : 'refused';
	const verdicts = checks.map(({ detail, name, ok }) => {
		const mark = ok ? '<span class="ok">✓</span>' : '<span class="bad">✗</span>';
		return item(`${mark} ${escapeHtml(name)} ${code(detail)}`);
	});
	const pairs = Object.entries(params).map(([name, value]) => {
		const plain = decrypted[name];
		return item(code(`${name} = ${plain === undefined ? value : `${value} → ${plain}`}`));
	});
	const sent = files.map(({ fileName, name, sha256, size }) =>
		item(code(`${name}: ${fileName}, ${size} bytes, sha256 ${sha256}`)),
	);
	const failed = checks.find(({ ok }) => !ok);
	const wrong = failed ? `${failed.name}: ${failed.detail.slice(0, 160)}` : '';
	return `<tr class="${state}"><td data-head="#">${seq} <span class="faded time">${clock(entry.at)}</span></td>
<td data-head="接口 Operation">${escapeHtml(title)} <b>${escapeHtml(operation ?? '–')}</b><br><code class="faded">${escapeHtml(entry.method)} ${escapeHtml(entry.path)}</code></td>
<td data-head="返回码 Code"><b class="${failed ? 'bad' : ''}">${escapeHtml(fault ?? entry.code ?? entry.httpStatus ?? '–')}</b></td>
<td data-head="结论 Verdict"><span class="bad">${escapeHtml(wrong)}</span>
<details id="request-${seq}"><summary>${checks.length} 项检查 checks, ${entry.durationMs} ms</summary><ul>${verdicts.join('')}</ul><ul>${pairs.join('')}${sent.join('')}</ul>${signature ? renderSignature(signature, seq) : ''}</details></td></tr>`;
}
