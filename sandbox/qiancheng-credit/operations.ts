import { Rejection } from '../core/rejection.ts';
import type { Audit } from './audits.ts';
import { bankInfo, bankList, loginTypeOf } from './banks.ts';
import type { Collection, Person } from './collection.ts';
import { degreeRawData, ebankRawData, telecomRawData, telecomReport } from './data.ts';
import { drawDigits } from '../core/picture.ts';
import { listingOf } from './rules.ts';
import { defaultHours } from './spec.ts';
import type { QianchengState } from './state.ts';
import { resultCodes } from './verify.ts';
import type { VerifiedCall } from './verify.ts';

/** A verified request together with the provider's memory: what an operation works with. */
interface IncomingCall extends VerifiedCall {
	state: QianchengState;
}

/** An operation: returns its `data`, or nothing where the document has none; throws a Rejection. */
export type Handler = (call: IncomingCall) => object | undefined;

const picStates = [4];

const textOf = ({ values }: IncomingCall, name: string): string => {
	const value = values[name];
	return typeof value === 'string' ? value : '';
};

function refuse(reason: string): never {
	throw new Rejection(resultCodes.input, reason);
}

/** The query of a call whose operation has an open_id. */
function queryOf({ operation, query }: IncomingCall): Collection {
	if (!query) throw new Error(`${operation.id} was called without a query`);
	return query;
}

const personOf = (call: IncomingCall): Person => ({
	name: textOf(call, 'name'),
	idCard: textOf(call, 'id_card'),
	mobile: textOf(call, 'mobile'),
});

/** A code that nobody asked for is refused, so that calls out of their order are seen. */
function answer(
	call: IncomingCall,
	name: string,
	allowed: ReadonlyArray<Collection['asks']>,
): undefined {
	const query = queryOf(call);
	if (!allowed.includes(query.asks) || query.asks === undefined)
		refuse(`nothing that ${name} answers is asked for in state ${query.state}`);
	query.answer(textOf(call, name), call.state.now());
}

/** What the state interfaces answer. */
function stateOf(call: IncomingCall): { state: number; message?: string } {
	const query = queryOf(call).settle(call.state.now());
	const { state, message } = query;
	return { state, ...(message !== undefined && { message }) };
}

/** States of e-bank v1 say when to ask again; those of v2 do not (gap QC-16). */
const ebankStateOf = (call: IncomingCall): object => ({
	...stateOf(call),
	request_delay: call.state.settings.requestDelay,
});

/** 5.1.4: "当 state=4,即需要图片验证码时才返回". */
function withPicture(call: IncomingCall, data: object): object {
	const query = queryOf(call);
	if (!picStates.includes(query.state)) return data;
	const digits = query.rightAnswer('picture') ?? '';
	return { ...data, pic_captcha: drawDigits(digits).toString('base64') };
}

/** Data that are there; 1003 while they are collected (gap QC-18 for e-bank). */
function readyData(call: IncomingCall, build: (query: Collection) => object): object {
	const query = queryOf(call);
	if (query.isReady) return build(query);
	if (query.hasFailed) refuse(`the collection failed, state ${query.state}`);
	const isEbank = query.kind === 'ebank' || query.kind === 'ebankV2';
	const code = isEbank ? call.state.settings.ebankNotReadyCode : resultCodes.collecting;
	throw new Rejection(code, `the data are not ready, state ${query.state}`);
}

/** A login type that can be used, with the password that it needs. */
function checkEntry(
	call: IncomingCall,
	withPassword: boolean,
): { entryId: string; loginName: string } {
	const entryId = textOf(call, 'entry_id');
	const entry = loginTypeOf(entryId);
	if (!entry) refuse(`there is no login type '${entryId}'`);
	if (entry.disableReason !== undefined) refuse(`the login type '${entryId}' is disabled`);
	if (withPassword && entry.needsPassword && textOf(call, 'password') === '')
		refuse(`the login type '${entryId}' needs a password`);
	return { entryId, loginName: textOf(call, 'login_name') };
}

const licenceOf = (
	call: IncomingCall,
	withPassword: boolean,
): Parameters<QianchengState['addLicence']>[0] => {
	const { name, idCard } = personOf(call);
	return { username: call.username, ...checkEntry(call, withPassword), name, idCard };
};

/** 7.2: a verdict once its time has come; the reason only with a rejection (gap QC-25). */
function resultOf({ decidedAt, verdict, reason }: Audit, { state }: IncomingCall): object {
	if (decidedAt > state.now()) return { state: 2 };
	return { state: verdict, ...(verdict === 1 && { reason: reason ?? '' }) };
}

/** Every operation of the document by its id. */
export const operations: Readonly<Record<string, Handler>> = {
	authorizeToken: (call) => {
		const hours = call.values.hours === undefined ? String(defaultHours) : textOf(call, 'hours');
		if (!/^\d{1,5}(?:\.\d{1,4})?$/.test(hours) || Number(hours) <= 0)
			throw new Rejection(resultCodes.system, 'hours is not a number above 0');
		if (textOf(call, 'password') !== call.state.passwordOf(call.username))
			refuse('the password is wrong');
		const { tokens, settings } = call.state;
		return { token: tokens.issue(call.username, Number(hours), settings.kickOut).value };
	},
	// QC-34: an answer can lack is_in, or data altogether; neither clears a person.
	searchBlacklist: (call) => {
		const { name, mobile } = personOf(call);
		const listing = listingOf(mobile, name, call.state.settings.blacklistedNames);
		if (listing === 'withoutData') return undefined;
		return listing === 'withoutAnswer' ? {} : { is_in: listing === 'listed' };
	},

	telecomCreate: (call) => {
		const query = call.state.createQuery('telecom', call.username, personOf(call));
		query.beginLater(textOf(call, 'service_password'));
		return { open_id: query.openId };
	},
	telecomSubmitQueryPassword: (call) => answer(call, 'query_password', ['queryPassword']),
	telecomSubmitCaptcha: (call) => answer(call, 'captcha', ['sms']),
	telecomResendCaptcha: (call) => {
		const query = queryOf(call);
		if (query.asks !== 'sms') refuse(`no SMS captcha is asked for in state ${query.state}`);
		query.resend(call.state.now());
		return undefined;
	},
	telecomSubmitServicePassword: (call) => {
		const query = queryOf(call);
		if (query.asks !== 'servicePassword')
			refuse(`no service password is asked for in state ${query.state}`);
		query.begin(textOf(call, 'service_password'), call.state.now());
		return undefined;
	},
	telecomGetState: stateOf,
	telecomGetRawData: (call) => readyData(call, telecomRawData),
	telecomGetReport: (call) => readyData(call, telecomReport),

	degreeCreate: (call) => ({
		open_id: call.state.createQuery('degree', call.username, personOf(call)).openId,
	}),
	degreeLogin: (call) => {
		const query = queryOf(call);
		if (query.state !== 0) refuse(`the login was done, state ${query.state}`);
		query.begin(textOf(call, 'password'), call.state.now(), call.values.sync === 0);
		return undefined;
	},
	degreeGetState: stateOf,
	degreeGetRawData: (call) => readyData(call, degreeRawData),

	ebankGetBankInfo: () => bankInfo(),
	ebankUploadLicense: (call) => {
		call.state.addLicence(licenceOf(call, false));
		return undefined;
	},
	ebankCreate: (call) => {
		const licence = licenceOf(call, true);
		if (!call.state.hasLicence(licence))
			refuse('the agreement of this person and login was not uploaded (5.1.2)');
		const query = call.state.createQuery('ebank', call.username, personOf(call));
		query.licence = licence;
		query.beginLater(textOf(call, 'password'));
		return { open_id: query.openId };
	},
	ebankGetState: (call) => withPicture(call, ebankStateOf(call)),
	// QC-17: a dynamic password has no interface of its own.
	ebankSubmitCaptcha: (call) => {
		answer(call, 'verify_code', ['sms', 'picture', 'dynamicPassword']);
		return ebankStateOf(call);
	},
	ebankGetRawData: (call) => readyData(call, ebankRawData),

	ebankV2Create: (call) => ({
		open_id: call.state.createQuery('ebankV2', call.username, personOf(call)).openId,
		type: call.state.settings.serviceProvider,
	}),
	ebankV2GetBankList: () => bankList(),
	ebankV2UploadLicense: (call) => {
		const query = queryOf(call);
		if (query.state !== 0) refuse(`the login was done, state ${query.state}`);
		query.licence = checkEntry(call, false);
		return undefined;
	},
	ebankV2Login: (call) => {
		const query = queryOf(call);
		const { entryId, loginName } = checkEntry(call, true);
		const { licence } = query;
		if (licence?.entryId !== entryId || licence.loginName !== loginName)
			refuse('the agreement of this login was not uploaded (6.1.3)');
		if (query.state !== 0) refuse(`the login was done, state ${query.state}`);
		query.begin(textOf(call, 'password'), call.state.now());
		return stateOf(call);
	},
	ebankV2GetState: (call) => withPicture(call, stateOf(call)),
	ebankV2SubmitCaptcha: (call) => {
		answer(call, 'verify_code', ['sms', 'picture', 'dynamicPassword']);
		return stateOf(call);
	},
	ebankV2GetRawData: (call) => readyData(call, ebankRawData),

	riskAuditApply: (call) => {
		const { risk, state, username } = call;
		if (!risk) throw new Error('riskAuditApply was called without its data');
		const { order_id: number } = risk.data.order_detail as { order_id: string | number };
		const orderId = String(number);
		if (state.audits.ofOrder(username, orderId))
			refuse(`order_id ${orderId} was sent before (避免重复调用)`);
		const person = { name: textOf(call, 'name'), phone: textOf(call, 'phone') };
		const application = { username, orderId, ...person };
		const { audits, settings } = state;
		const audit = audits.add(application, risk.data, risk.bytes, settings, state.now());
		return { open_id: audit.openId };
	},
	riskAuditResult: (call) => {
		const audit = call.state.audits.find(textOf(call, 'open_id'));
		if (!audit) refuse('there is no risk audit with this open_id');
		const result = resultOf(audit, call);
		const shapes = { object: result, list: [result], several: [{ state: 0 }, result] };
		return shapes[call.state.settings.resultShape];
	},
};
