import type { IncomingCall, Handler } from './call.ts';
import { textOf } from './call.ts';
import { Rejection } from '../core/rejection.ts';
import { status } from './state.ts';

const mainland = '0086';

/** The number of a call with its country code, in the formats that 10110 and 10111 speak of. */
function readMobile(call: IncomingCall): { countryCode: string; mobile: string } {
	const countryCode = textOf(call, 'countryCode') || mainland;
	if (!/^00[1-9]\d{0,3}$/.test(countryCode))
		throw new Rejection('10110', 'countryCode is not like 0086');
	const mobile = textOf(call, 'mobile');
	const pattern = countryCode === mainland ? /^1[3-9]\d{9}$/ : /^\d{5,15}$/;
	if (!pattern.test(mobile)) throw new Rejection('10111', `mobile is no number of ${countryCode}`);
	return { countryCode, mobile };
}

/** Operations of 7.1 and 7.2. */
export const authOperations: Record<string, Handler> = {
	sendAuthCode: (call) => {
		const { countryCode, mobile } = readMobile(call);
		call.state.sendCode(countryCode, mobile);
		return undefined;
	},
	authByMobile: (call) => {
		const { countryCode, mobile } = readMobile(call);
		if (!call.state.useCode(countryCode, mobile, textOf(call, 'mobileCode'))) {
			throw new Rejection('10107', 'mobileCode is not the newest unused code of this number');
		}
		const user = call.state.registerUser(countryCode, mobile);
		const opened: number[] = [status.openedHkAndUs, status.openedHk];
		return {
			hasKh: user.application !== undefined && opened.includes(user.application.status),
			token: call.state.issueToken(call.account, user),
		};
	},
};
