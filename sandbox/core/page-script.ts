/**
 * What the page does in the browser. The server sends the function's own text, so it uses nothing from
 * outside; without it the page still shows everything, and its tabs and filter still work.
 */
export function pageScript(): void {
	const kept = new Map<string, string>();
	const sections = (within: ParentNode): HTMLElement[] => [
		...within.querySelectorAll<HTMLElement>('section[id]'),
	];
	for (const section of sections(document)) kept.set(section.id, section.outerHTML);

	/** Whether a person types or selects something in a section, which must not be taken away then. */
	function isBusy(section: HTMLElement): boolean {
		const selection = getSelection();
		const isSelected =
			selection && !selection.isCollapsed && section.contains(selection.anchorNode);
		const focused = document.activeElement;
		const isTyping = focused?.matches('input,select,textarea') && section.contains(focused);
		return Boolean(isSelected) || Boolean(isTyping);
	}

	/** Takes what was typed, chosen and opened from the section that is there into the new one. */
	function carryOver(from: HTMLElement, to: HTMLElement): void {
		for (const old of from.querySelectorAll<HTMLElement>('[id]')) {
			const fresh = to.querySelector(`[id="${CSS.escape(old.id)}"]`);
			if (old instanceof HTMLDetailsElement && fresh instanceof HTMLDetailsElement)
				fresh.open = old.open;
			if (old instanceof HTMLSelectElement && fresh instanceof HTMLSelectElement) {
				const { value } = fresh;
				fresh.value = old.value;
				if (fresh.selectedIndex < 0) fresh.value = value;
			}
			const isText = old instanceof HTMLInputElement || old instanceof HTMLTextAreaElement;
			const isSame = fresh instanceof HTMLInputElement || fresh instanceof HTMLTextAreaElement;
			if (isText && isSame && old.value !== old.defaultValue) fresh.value = old.value;
		}
		to.querySelectorAll<HTMLTextAreaElement>('[data-compare]').forEach(compare);
	}

	async function refresh(): Promise<void> {
		const address = location.href;
		const answer = await fetch(address).catch(() => undefined);
		document.body.classList.toggle('lost', !answer?.ok);
		if (!answer?.ok) return;
		const text = await answer.text();
		if (address !== location.href) return;
		const page = new DOMParser().parseFromString(text, 'text/html');
		for (const fresh of sections(page)) {
			const html = fresh.outerHTML;
			const there = document.getElementById(fresh.id);
			if (!there || kept.get(fresh.id) === html || isBusy(there)) continue;
			kept.set(fresh.id, html);
			carryOver(there, fresh);
			there.replaceWith(fresh);
		}
	}

	function say(text: string, isBad = false): void {
		const said = document.getElementById('said');
		if (!said) return;
		said.textContent = text;
		said.className = isBad ? 'bad' : 'ok';
		clearTimeout(Number(said.dataset.timer));
		said.dataset.timer = String(setTimeout(() => (said.textContent = ''), isBad ? 10_000 : 3000));
	}

	async function post(button: HTMLElement): Promise<void> {
		const group = button.closest('.group');
		const chosen = button.parentElement?.querySelector('select')?.value;
		const { body: text = '{}', post: path = '' } = button.dataset;
		const body = JSON.parse(text === 'chosen' ? (chosen ?? '{}') : text) as Record<string, unknown>;
		const fields = group?.querySelectorAll<HTMLInputElement>('input[name],textarea[name]') ?? [];
		for (const { name, value } of fields) if (value && !(name in body)) body[name] = value;
		const headers = { 'content-type': 'application/json' };
		try {
			const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
			const told = (await answer.json()) as { error?: string };
			if (answer.ok) say('完成 Done');
			else say(`未完成 Not done: ${told.error ?? answer.status}`, true);
		} catch {
			say('沙箱没有响应 The sandbox does not answer', true);
		}
		await refresh();
	}

	/** Shows where a text of one's own begins to differ from the one that should have been signed. */
	function compare(own: HTMLTextAreaElement): void {
		const output = own.closest('.compare')?.querySelector('output');
		const right = own.dataset.compare ?? '';
		if (!output) return;
		const { value } = own;
		let at = 0;
		while (at < right.length && right[at] === value[at]) at++;
		const isSame = value === right;
		output.className = isSame ? 'ok' : 'bad';
		output.textContent = isSame
			? '✓ 完全相同 the same'
			: `✗ 从第 ${at + 1} 个字符起不同 differs from character ${at + 1}: "${right.slice(at, at + 30)}" ≠ "${value.slice(at, at + 30)}"`;
		if (value === '') output.textContent = '';
	}

	document.addEventListener('click', (event) => {
		const button = (event.target as Element).closest<HTMLElement>('button');
		if (button?.dataset.copy !== undefined) {
			navigator.clipboard.writeText(button.dataset.copy).then(
				() => say(`已复制 Copied: ${button.dataset.copy}`),
				() => say('浏览器不允许复制 The browser does not allow to copy', true),
			);
		}
		if (button?.dataset.post !== undefined) void post(button);
	});
	let typed = 0;
	document.addEventListener('input', ({ target }) => {
		if (target instanceof HTMLTextAreaElement && target.dataset.compare !== undefined)
			compare(target);
		const form = (target as HTMLInputElement).form;
		if (form?.id !== 'filter') return;
		const query = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
		history.replaceState(null, '', `/?${query.toString()}`);
		clearTimeout(typed);
		typed = Number(setTimeout(() => void refresh(), 200));
	});
	setInterval(() => void refresh(), 1500);
}
