import type { Built } from './built.ts';
import { count, type Count, type Item } from './items.ts';
import type { Spec, SpecNotification } from '../shared/spec.ts';

/** For a provider that calls the partner: calls that are verified, and replies, in the trigger and as operations. */
export function notificationCounts(spec: Spec, built: Built): Record<string, Count> {
	const { notifications = [], dictionaries } = spec;
	if (notifications.length === 0) return {};
	const { callback } = built;
	const both = (have: { trigger: string[]; operation: string[] } | undefined, name: string) =>
		(!have?.trigger.includes(name) && 'in the trigger') ||
		(!have?.operation.includes(name) && 'in the operation');
	const items = (what: (call: SpecNotification) => Item[]) => count(notifications.flatMap(what));
	const lacking = (fault: string | false, sentence: string) => fault && `${sentence} ${fault}`;
	return {
		'notification fields': items(({ params }) =>
			params.map(({ name, required }) => [
				name,
				required === true && lacking(both(callback?.demands, name), 'is not demanded'),
			]),
		),
		'reply fields': items(({ requiredReply: { fields = [], plainFields = [], body } }) => [
			// Where there are fields, the body is a description of them.
			...(body === undefined || fields.length > 0
				? []
				: [[body, callback?.text !== body && 'is not the reply of the trigger'] as Item]),
			...fields.map(
				({ name }): Item => [
					name,
					lacking(both(callback?.replies, name), 'is not in a right reply'),
				],
			),
			...plainFields.map(
				({ name }): Item => [name, lacking(both(callback?.content, name), 'is not in a reply')],
			),
		]),
		'reply codes': count(
			(dictionaries.replyCode ?? []).map(({ value }) => {
				const fault = both(callback?.codes, String(value));
				const isSent = !NEVER_REPLIED.includes(String(value));
				return [String(value), isSent && lacking(fault, 'is never answered')];
			}),
		),
		'sandbox notifications': items(({ params }) =>
			params.map(({ name }) => [
				name,
				!callback?.sandbox.includes(name) && 'is not sent by the sandbox',
			]),
		),
	};
}

/** SSL认证失败: of a call that never arrives (gap WB-46). */
const NEVER_REPLIED = ['0016'];
