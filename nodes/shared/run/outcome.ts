/**
 * Whether the provider did what was asked: `notSent` and `refused` mean no, `noAnswer` that nothing can have
 * changed, `unknown` perhaps, `alreadySubmitted` that an earlier item with this key has been sent.
 */
export type Outcome = 'notSent' | 'refused' | 'noAnswer' | 'unknown' | 'alreadySubmitted';

/** What the person reads who filled in a form, the same in both languages. */
export interface ToldToPerson {
	messageChinese: string;
	messageEnglish: string;
}

/**
 * What they read where nothing is known that they could put right. Each says no more than the outcome does:
 * whoever reads it decides by it whether to send the form again.
 */
export const GENERAL: Record<Outcome | 'busy', ToldToPerson> = {
	notSent: {
		messageChinese: '系统暂时无法提交，您填写的内容没有发送出去，请稍后再试。',
		messageEnglish:
			'It cannot be handed in at the moment. What you have filled in was not sent: please try again later.',
	},
	refused: {
		messageChinese: '这次办理没有成功，我们的工作人员会尽快查明原因，请暂时不要重复提交。',
		messageEnglish:
			'It did not succeed this time. A colleague finds out why as soon as possible: please do not hand it in again for now.',
	},
	noAnswer: {
		messageChinese: '暂时没有收到答复，您的资料没有变动，请稍后再试。',
		messageEnglish:
			'There is no answer at the moment. Your data are unchanged: please try again later.',
	},
	unknown: {
		messageChinese:
			'暂时没有收到答复，您的申请可能已经提交，请不要重复提交；我们的工作人员会尽快核实。',
		messageEnglish:
			'There is no answer at the moment, and it has perhaps been handed in: please do not hand it in again. A colleague looks as soon as possible.',
	},
	alreadySubmitted: {
		messageChinese: '您之前已经提交过，这次没有重复提交，请耐心等待办理结果。',
		messageEnglish:
			'You have handed it in before, and it was not handed in again. Please wait for the result.',
	},
	/** It was refused for now, and nothing is wrong with what was sent. */
	busy: {
		messageChinese: '系统正忙，这次没有办理成功，请过几分钟再试。',
		messageEnglish:
			'The system is busy, and it did not succeed this time. Please try again in a few minutes.',
	},
};
