const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Makes any text safe inside HTML; everything on the page comes from requests. */
export function escapeHtml(value: unknown): string {
	return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
