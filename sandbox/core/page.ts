import { escapeHtml } from './html.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { ProviderServer } from './provider-server.ts';

const rows = 100;

const style = `
:root{color-scheme:light dark;font:14px/1.4 system-ui,sans-serif}
body{margin:1.2rem;max-width:110rem}
h1{font-size:1.3rem}h2{font-size:1.1rem;margin-top:1.6rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #8884;vertical-align:top}
code{font-size:.92em;overflow-wrap:anywhere}
.refused td:first-child{border-left:4px solid #d33}.refused .code{color:#d33;font-weight:600}
.accepted td:first-child{border-left:4px solid #2a2}.faulted td:first-child{border-left:4px solid #e80}
.bad{color:#d33}.ok{color:#2a2}.faded{opacity:.65}
button{margin-right:.3rem}ul{margin:.3rem 0;padding-left:1.2rem}
`;

// The page keeps itself up to date, except while a person types or has a row open.
const script = `
const busy=()=>document.querySelector('details[open]')||document.activeElement?.matches('input');
async function refresh(force){
  if(!force&&busy())return;
  try{const text=await(await fetch('/')).text();
  const fresh=new DOMParser().parseFromString(text,'text/html').querySelector('main');
  for(const input of fresh.querySelectorAll('input[id]'))input.value=document.getElementById(input.id)?.value||input.value;
  document.querySelector('main').replaceWith(fresh);}catch{}
}
setInterval(refresh,1500);
document.addEventListener('click',async(event)=>{
  const button=event.target.closest('button[data-post]');if(!button)return;
  const body=JSON.parse(button.dataset.body||'{}');
  for(const input of button.closest('tr')?.querySelectorAll('input[name]')??[])if(input.value&&!(input.name in body))body[input.name]=input.value;
  const answer=await fetch(button.dataset.post,{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify(body)});
  if(!answer.ok)alert((await answer.json()).error);
  refresh(true);
});
`;

function renderEntry(entry: JournalEntry): string {
	const state = entry.fault ? 'faulted' : entry.processed ? 'accepted' : 'refused';
	const checks = entry.checks
		.map(({ name, ok, detail }) => {
			const mark = ok ? '<span class="ok">✓</span>' : '<span class="bad">✗</span>';
			return `<li>${mark} ${escapeHtml(name)} <code>${escapeHtml(detail)}</code></li>`;
		})
		.join('');
	const pairs = Object.entries(entry.params)
		.map(([name, value]) => {
			const plain = entry.decrypted[name];
			const shown = plain === undefined ? value : `${value} → ${plain}`;
			return `<li><code>${escapeHtml(name)} = ${escapeHtml(shown)}</code></li>`;
		})
		.join('');
	const files = entry.files
		.map(
			({ name, fileName, size, sha256 }) =>
				`<li><code>${escapeHtml(name)}: ${escapeHtml(fileName)}, ${size} bytes, sha256 ${sha256}</code></li>`,
		)
		.join('');
	const failed = entry.checks.find(({ ok }) => !ok);
	return `<tr class="${state}"><td>${entry.seq}</td><td class="faded">${entry.at.slice(11, 23)}</td>
<td>${escapeHtml(entry.operation ?? '–')}<br><code class="faded">${escapeHtml(entry.method)} ${escapeHtml(entry.path)}</code></td>
<td class="code">${escapeHtml(entry.fault ?? entry.code ?? entry.httpStatus ?? '–')}</td>
<td>${failed ? `<span class="bad">${escapeHtml(failed.name)}: ${escapeHtml(failed.detail.slice(0, 160))}</span>` : ''}
<details><summary class="faded">${entry.checks.length} checks, ${entry.durationMs} ms</summary><ul>${checks}</ul><ul>${pairs}${files}</ul></details></td></tr>`;
}

/** The page of the sandbox: what the providers know, and what they thought of each request. */
export function renderPage(
	servers: readonly ProviderServer[],
	journal: Journal,
	urls: Readonly<Record<string, string>>,
): string {
	const providers = servers
		.map(({ provider, stats, faults, apps }) => {
			const { codes, ...counters } = stats.summary;
			const numbers = Object.entries(counters).map(([name, value]) => `${name} ${String(value)}`);
			const addresses = [...apps.keys()].map((id) => urls[id] ?? '').join(' · ');
			return `<h2>${escapeHtml(provider.id)} <code class="faded">${escapeHtml(addresses)}</code></h2>
<p class="faded">${escapeHtml(numbers.join(' · '))}<br>codes <code>${escapeHtml(JSON.stringify(codes))}</code>
faults <code>${escapeHtml(JSON.stringify(faults.current))}</code></p>
${provider.section?.() ?? ''}`;
		})
		.join('');
	const entries = journal.list({ limit: rows }).reverse().map(renderEntry).join('');
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox</title>
<link rel="icon" href="data:,"><style>${style}</style></head><body><main>
<h1>Sandbox</h1>
<p><button data-post="/expire-tokens">Expire all tokens</button><button data-post="/reset">Reset everything</button></p>
${providers}
<h2>Last ${rows} requests</h2>
<table><thead><tr><th>#</th><th>Time (UTC)</th><th>Operation</th><th>Code</th><th>Verdict</th></tr></thead>
<tbody>${entries}</tbody></table></main><script>${script}</script></body></html>`;
}
