import type { Fields } from './protocol';

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A text that is safe inside an HTML element and inside a quoted attribute. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => ENTITIES[character]);

/**
 * A whole page that sends the browser on with a form, by itself or by its button where scripts are off. It is
 * the HTML of n8n's Respond to Webhook node, or a text inside the last page of a form.
 *
 * n8n's own page around it has scripts of its own, which must tell n8n first that the form has ended: leaving
 * at once would abort that, and the execution would wait for ever. The prototype's method is called because
 * a field named "submit" would hide that of the form.
 *
 * Whoever loads the page again, or comes back to it, may have been at the bank already, which refuses a step that is
 * done: that person chooses between the bank and the Return Address.
 */
export function redirectPage(address: string, fields: Fields): string {
	const inputs = Object.entries(fields).map(
		([name, value]) =>
			`<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
	);
	return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>海投汇</title>
</head>
<body>
<form id="htouhui-page" method="post" action="${escapeHtml(address)}" accept-charset="utf-8" style="font-family:sans-serif;text-align:center;padding:2em">
${inputs.join('\n')}
<p id="htouhui-going">正在前往银行页面 Taking you to the bank's page …</p>
<p><button type="submit" style="font:inherit;padding:.5em 1.5em">继续 Continue</button></p>
<p id="htouhui-again" hidden>在银行办完了？<a href="${escapeHtml(fields.return_url ?? '')}">查看结果 Done at the bank? See the result</a></p>
</form>
<script>
window.addEventListener('pageshow', function (event) {
	var visit = performance.getEntriesByType && performance.getEntriesByType('navigation')[0];
	if (event.persisted || (visit && visit.type !== 'navigate')) {
		document.getElementById('htouhui-going').hidden = true;
		document.getElementById('htouhui-again').hidden = false;
		return;
	}
	setTimeout(function () {
		HTMLFormElement.prototype.submit.call(document.getElementById('htouhui-page'));
	}, document.scripts.length > 1 ? 1500 : 0);
});
</script>
</body>
</html>
`;
}
