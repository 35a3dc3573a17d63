import type { Kind } from './kinds.ts';
import type { Delivery } from './sender.ts';
import { clock, newest } from './view.ts';
import type { Choice, Part, Section } from './view.ts';

/** A choice of all kinds of notifications, right and malicious. */
export function kindChoice<Name extends string>(
	post: string,
	kinds: { names: readonly Name[]; of: (name: Name) => Pick<Kind<never, never>, 'text'> },
): Choice {
	const options = kinds.names.map((kind) => {
		return { label: `${kind}: ${kinds.of(kind).text}`, body: { kind } };
	});
	return { choose: '发送 Send', post, options };
}

/** The newest notifications with the replies of the partner; `about` says which one each was. */
export function deliveriesSection<Sent extends Delivery>(
	deliveries: readonly Sent[],
	about: (delivery: Sent) => Part,
): Section {
	return {
		...{ id: 'deliveries', title: '已发送的通知和回复 Notifications with their replies' },
		heads: ['时间 Time', '种类 Kind', '内容 About', '回复 Reply'],
		rows: newest(deliveries).map((delivery, index) => {
			const { asExpected, at, body, durationMs, error, expected, faults, kind } = delivery;
			const { replyCode, status } = delivery;
			const mark = asExpected
				? { text: '✓', tone: 'ok' as const }
				: { text: '✗', tone: 'bad' as const };
			const wanted = `应为 expected ${expected.join(' / ') || '任意 any'}, ${durationMs} ms`;
			return {
				key: `${at}-${deliveries.length - index}`,
				cells: [
					{ text: clock(at), tone: 'faded' },
					[mark, kind],
					about(delivery),
					[
						`${status ?? '无回复 lost'} ${replyCode ?? ''}`,
						{ text: wanted, tone: 'faded' },
						{ text: (error ?? faults.join('; ')).slice(0, 300), tone: 'bad' },
						{
							details: '回复内容 Reply',
							key: 'reply',
							parts: [{ text: body.slice(0, 2000), code: true }],
						},
					],
				],
			};
		}),
	};
}
