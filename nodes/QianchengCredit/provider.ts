import type { Envelope, Provider } from '../shared/model/providerType';
import { splitList } from '../shared/values/lists';
import { errors, tokenRefused } from './codes';
import { openEnvelope, TOKEN_REFUSED } from './protocol';
import { fingerprintOfAccount } from './signing';

// Whatever can be said of a token that is not accepted (gap QC-09).
const CAN_MEAN_TOKEN =
	/令牌|凭证|票据|授权|鉴权|认证|验证|身份|登[录陆]|过期|失效|会话|权限|token|auth|log-?in|sign-?in|expire|credential|session|forbidden|denied/i;
const CAN_MEAN_TOKEN_CODE = /40[13]/;

export const qianchengCredit: Provider = {
	name: 'Qiancheng Credit',
	credential: 'qianchengCreditApi',
	address: "'Environment' in the credential, and 'Base URL' where it is Custom",
	errors,
	secrets: ['password', 'session'],
	session: {
		account: fingerprintOfAccount,
		unclearLoss: {
			entry: tokenRefused,
			isListed: ({ providerCode, providerMessage }, { tokenRefusals }) =>
				splitList(String(tokenRefusals ?? '')).some(
					(text) => text === providerCode || providerMessage.includes(text),
				),
			canMean: ({ providerCode, providerMessage }) =>
				CAN_MEAN_TOKEN.test(providerMessage) || CAN_MEAN_TOKEN_CODE.test(providerCode),
		},
	},
	envelope(body): Envelope | undefined {
		const envelope = openEnvelope(body);
		return envelope?.code && envelope.message.includes(TOKEN_REFUSED)
			? { ...envelope, entry: tokenRefused }
			: envelope;
	},
};
