import { readSpec } from '../../spec/read.ts';
import { faultChoices } from './faults.ts';
import { escapeHtml } from './html.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { renderSection } from './page-parts.ts';
import { renderPeople } from './page-people.ts';
import { renderEntry } from './page-requests.ts';
import { pageScript } from './page-script.ts';
import { style } from './page-style.ts';
import type { TestPerson } from './people.ts';
import type { ProviderServer } from './provider-server.ts';
import { clock } from './view.ts';
import type { Message, OpenSession, Section, View } from './view.ts';

/** What a person wants to see, as the address says it. */
export interface PageQuery {
	provider?: string;
	text?: string;
	verdict?: string;
}

export interface PageData {
	servers: readonly ProviderServer[];
	journal: Journal;
	urls: Readonly<Record<string, string>>;
	people: readonly TestPerson[];
}

const shownRequests = 100;
/** The number of the newest requests among which a text is looked for. */
const searchedRequests = 2000;
const shownMessages = 6;

const verdicts: ReadonlyArray<[value: string, label: string]> = [
	['', '全部 All'],
	['refused', '被拒绝 Refused'],
	['accepted', '通过 Accepted'],
	['faulted', '故障 Faulted'],
];

function verdictOf({ fault, processed }: JournalEntry): string {
	if (fault) return 'faulted';
	return processed ? 'accepted' : 'refused';
}

/** The newest code large, as on the phone of whoever it was sent to, and the ones before. */
function renderPhone(messages: readonly Message[]): string {
	const [latest, ...earlier] = [...messages].sort((a, b) => b.at - a.at).slice(0, shownMessages);
	const about = ({ at, isUsed, kind, to }: Message): string =>
		`${escapeHtml(kind)}<br><span class="faded">${escapeHtml(to)}, ${clock(at)}${isUsed ? ', 已使用 used' : ''}</span>`;
	const copy = (css: string, text: string): string =>
		`<button type="button" class="${css}" data-copy="${escapeHtml(text)}" title="点击复制 Click to copy">${escapeHtml(text)}</button>`;
	const screen = latest
		? `<p>${about(latest)}</p><p>${copy('code', latest.code)}</p><ul>${earlier.map((message) => `<li>${copy('copy', message.code)} ${about(message)}</li>`).join('')}</ul>`
		: '<p class="faded">还没有验证码。流程请求短信或图片验证码后显示在这里。<br>No code yet. It comes here when a workflow asks for an SMS or a captcha.</p>';
	return `<section id="phone"><h3>手机 Phone</h3>${screen}</section>`;
}

const sessionsSection = (id: string, sessions: readonly OpenSession[]): Section => ({
	...{ id: 'sessions', title: '会话 Sessions' },
	heads: ['种类 Kind', '属于 Of', '值 Value', '状态 State', '操作 Action'],
	rows: sessions.map(({ isAlive, kind, note, owner, value }) => ({
		key: value,
		cells: [
			kind,
			owner,
			{ copy: value, label: `${value.slice(0, 12)}…` },
			{ text: note, tone: isAlive ? 'ok' : 'faded' },
			isAlive
				? { button: '结束 End', post: '/end-session', body: { provider: id, value } }
				: { text: '', tone: 'faded' },
		],
	})),
});

/** Counters and faults, which every provider has. */
function developerSections({ faults, provider, stats }: ProviderServer): Section[] {
	const { codes, ...counters } = stats.summary;
	const numbers = Object.entries(counters).map(([name, value]) => `${name} ${String(value)}`);
	const words = readSpec(provider.id).errorCodes.filter(({ code }) =>
		provider.codes.has(String(code)),
	);
	return [
		{
			...{ id: 'faults', title: '故障 Faults' },
			hint: '只影响之后的请求 They concern the requests that follow',
			controls: [
				[
					{
						...{ choose: '设置 Set', post: '/faults' },
						options: faultChoices(words).map(({ label, settings }) => ({
							...{ label, body: { [provider.id]: settings } },
						})),
					},
				],
				[
					{ text: numbers.join(' · '), tone: 'faded' },
					{ text: `codes ${JSON.stringify(codes)}`, code: true },
					{ text: `faults ${JSON.stringify(faults.current)}`, code: true },
				],
			],
		},
	];
}

function renderProvider(server: ProviderServer, view: View, urls: PageData['urls']): string {
	const { apps, provider } = server;
	const { id, title } = provider;
	const addresses = [...apps.keys()].map((listener) => urls[listener] ?? '').join(' · ');
	const sections = [
		...view.sections,
		...(view.sessions ? [sessionsSection(id, view.sessions)] : []),
	];
	const developer = [...developerSections(server), ...(view.developer ?? [])];
	const render = (list: readonly Section[]): string =>
		list.map((section) => renderSection(section, id)).join('');
	return `<h2>${escapeHtml(title)} <code class="faded">${escapeHtml(addresses)}</code></h2>${render(sections)}
<details class="developer"><summary>开发者 Developer</summary>${render(developer)}</details>`;
}

function renderRequests(
	{ journal }: PageData,
	{ provider, text = '', verdict = '' }: PageQuery,
	titles: ReadonlyMap<string, string>,
): string {
	const isFiltered = text !== '' || verdict !== '';
	// It is looked for as it stands in the JSON of an entry, where quotes are escaped.
	const wanted = JSON.stringify(text).slice(1, -1).toLowerCase();
	const found = journal
		.list({ ...(provider && { provider }), limit: isFiltered ? searchedRequests : shownRequests })
		.filter((entry) => verdict === '' || verdictOf(entry) === verdict)
		.filter((entry) => wanted === '' || JSON.stringify(entry).toLowerCase().includes(wanted))
		.slice(-shownRequests)
		.reverse();
	const rows = found.map((entry) => renderEntry(entry, titles.get(entry.provider) ?? ''));
	const note = isFiltered
		? `最近 ${searchedRequests} 个请求中的 ${found.length} 个 of the last ${searchedRequests}`
		: `最近 ${shownRequests} 个以内 the last ${shownRequests} at most`;
	const options = verdicts.map(
		([value, label]) =>
			`<option value="${value}"${value === verdict ? ' selected' : ''}>${label}</option>`,
	);
	return `<h2>请求 Requests</h2><form id="filter" method="get" action="/">
${provider ? `<input type="hidden" name="provider" value="${escapeHtml(provider)}">` : ''}
<label class="field">查找 Find <input name="text" type="search" value="${escapeHtml(text)}"></label>
<label class="field">结论 Verdict <select name="verdict">${options.join('')}</select></label><button>查找 Find</button></form>
<section id="requests"><p class="faded">${note}</p><table><thead><tr><th>#</th><th>接口 Operation</th><th>返回码 Code</th><th>结论 Verdict</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

/** The page of the sandbox: what a person needs while trying, and what the providers thought of each request. */
export function renderPage(data: PageData, query: PageQuery): string {
	const { people, servers, urls } = data;
	const chosen = servers.find(({ provider }) => provider.id === query.provider);
	const shown = chosen ? [chosen] : servers;
	const titles = new Map(servers.map(({ provider }) => [provider.id, provider.title]));
	const views = shown.map((server) => ({ server, view: server.provider.view() }));
	const tab = (id: string | undefined, title: string): string =>
		`<a href="/${id ? `?provider=${id}` : ''}"${id === chosen?.provider.id ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a>`;
	const tabs = [tab(undefined, '全部 All'), ...[...titles].map(([id, title]) => tab(id, title))];
	const wanted = people.filter(
		({ about }) => !chosen?.provider.courses || !about || about.provider === chosen.provider.id,
	);
	const messages = views.flatMap(({ view }) => view.messages ?? []);
	return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>沙箱 Sandbox</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>${style}</style></head>
<body><header><h1>沙箱 Sandbox</h1><nav>${tabs.join('')}</nav></header>
<main class="${chosen ? 'one' : 'all'}"><div class="top">${renderPhone(messages)}${renderPeople(wanted, titles)}</div>
${views.map(({ server, view }) => renderProvider(server, view, urls)).join('')}
${renderRequests(data, { ...query, ...(chosen ? {} : { provider: '' }) }, titles)}
<p><button type="button" data-post="/expire-tokens">全部令牌过期 Expire all tokens</button> <button type="button" data-post="/reset">全部重置 Reset everything</button></p>
</main><p id="said" role="status"></p><script>(${pageScript.toString()})()</script></body></html>`;
}
