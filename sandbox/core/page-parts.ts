import { escapeHtml } from './html.ts';
import type { Cell, Part, Row, Section } from './view.ts';

const list = (cell: Cell): readonly Part[] =>
	Array.isArray(cell) ? (cell as Part[]) : [cell as Part];
const attributes = (values: Record<string, string | undefined>): string =>
	Object.entries(values)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
		.join('');

/** A piece or a control; `place` names the row, so that its fields are the same ones after a refresh. */
function renderPart(part: Part, place: string): string {
	if (typeof part === 'string') return part && `<span>${escapeHtml(part)}</span>`;
	if ('text' in part && part.text === '') return '';
	if ('text' in part) {
		const tag = part.code ? 'code' : 'span';
		return `<${tag}${attributes({ class: part.tone })}>${escapeHtml(part.text)}</${tag}>`;
	}
	if ('copy' in part) {
		const title = '点击复制 Click to copy';
		return `<button type="button"${attributes({ class: 'copy', 'data-copy': part.copy, title })}>${escapeHtml(part.label ?? part.copy)}</button>`;
	}
	if ('link' in part) {
		const { download, label, link } = part;
		return `<a${attributes({ href: link, download })}>${escapeHtml(label)}</a>`;
	}
	if ('button' in part) {
		const body = JSON.stringify(part.body ?? {});
		return `<button type="button"${attributes({ 'data-post': part.post, 'data-body': body })}>${escapeHtml(part.button)}</button>`;
	}
	if ('field' in part) {
		const { field, label, long, value = '' } = part;
		const named = attributes({ id: `${place}-${field}`, name: field });
		const input = long
			? `<textarea${named} rows="2">${escapeHtml(value)}</textarea>`
			: `<input${named}${attributes({ value })}>`;
		return `<label class="field">${escapeHtml(label)} ${input}</label>`;
	}
	if ('choose' in part) {
		const options = part.options.map(
			({ body, label }) =>
				`<option${attributes({ value: JSON.stringify(body) })}>${escapeHtml(label)}</option>`,
		);
		const id = `${place}-${part.post}-${part.choose}`;
		return `<span class="choice"><select${attributes({ id, 'aria-label': part.choose })}>${options.join('')}</select><button type="button"${attributes({ 'data-post': part.post, 'data-body': 'chosen' })}>${escapeHtml(part.choose)}</button></span>`;
	}
	if ('group' in part) {
		const { group, parts } = part;
		return `<div class="group">${renderParts(parts, `${place}-${group}`)}</div>`;
	}
	const { details, key, parts } = part;
	return `<details${attributes({ id: `${place}-${key}` })}><summary>${escapeHtml(details)}</summary>${renderParts(parts, place)}</details>`;
}

const renderParts = (parts: readonly Part[], place: string): string =>
	parts.map((part) => renderPart(part, place)).join(' ');

function renderRow({ cells, key }: Row, heads: readonly string[], place: string): string {
	const columns = cells.map(
		(cell, index) =>
			`<td${attributes({ 'data-head': heads[index] })}>${renderParts(list(cell), `${place}-${key}`)}</td>`,
	);
	return `<tr class="group">${columns.join('')}</tr>`;
}

/** A section as HTML; `place` tells it from those of other providers. */
export function renderSection(
	{ controls = [], heads = [], hint, id, rows, title }: Section,
	place: string,
): string {
	const here = `${place}-${id}`;
	const groups = controls.map(
		(parts, index) => `<div class="group">${renderParts(parts, `${here}-${index}`)}</div>`,
	);
	const head = heads.map((text) => `<th>${escapeHtml(text)}</th>`).join('');
	const body = (rows ?? []).map((row) => renderRow(row, heads, here)).join('');
	const table =
		rows &&
		(rows.length > 0
			? `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
			: '<p class="faded">还没有 None yet</p>');
	const isEmpty = rows?.length === 0 && controls.length === 0;
	return `<section${attributes({ id: here, class: isEmpty ? 'empty' : undefined })}><h3>${escapeHtml(title)}</h3>
${hint ? `<p class="faded">${escapeHtml(hint)}</p>` : ''}${groups.join('')}${table ?? ''}</section>`;
}
