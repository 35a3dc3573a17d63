import { isObject, parseJson } from '../core/json.ts';
import { Rejection } from '../core/rejection.ts';
import type { Trace } from '../core/trace.ts';
import type { Answer } from '../core/types.ts';
import type { StoredFile } from './files.ts';
import type { ScriptedReply } from './replies.ts';
import type { Session } from './sessions.ts';
import { success, transactionTime } from './spec.ts';
import type { WebankState } from './state.ts';
import type { VerifiedCall } from './verify.ts';

/** A verified request together with the provider's memory: what an operation works with. */
interface IncomingCall extends VerifiedCall {
	state: WebankState;
	trace: Trace;
}

/** An operation: answers a verified call, or throws a Rejection. */
export type Handler = (call: IncomingCall) => Answer;

const json = 'application/json;charset=UTF-8';

/** A right answer; its order of fields is that of the document's examples. */
function answerJson(fields: object, code: string): Answer {
	const body = JSON.stringify(fields);
	return { httpStatus: 200, contentType: json, body, code, processed: true };
}

const life = (session: Session, state: WebankState): number => state.sessions.lives[session.kind];

/** 4.1: expire_in is a text here and a number in 4.2 (gap WB-18). */
function getAccessToken({ account, state }: IncomingCall): Answer {
	const token = state.sessions.issueAccessToken(account.appId);
	return answerJson(
		{
			msg: success.message,
			access_token: token.value,
			code: success.credentials,
			expire_time: String(token.endsAt),
			expire_in: String(life(token, state)),
			transactionTime: transactionTime(state.now()),
		},
		success.credentials,
	);
}

/** user_data with what it must hold (4.2). */
function readUser(call: IncomingCall): NonNullable<Session['user']> {
	const data = parseJson(String(call.values.user_data));
	if (!isObject(data)) throw new Rejection('60851007', 'user_data is not a JSON object');
	const known = call.operation.params.find(({ name }) => name === 'user_data')?.children ?? [];
	for (const [name, value] of Object.entries(data)) {
		if (!known.some((child) => child.name === name))
			throw new Rejection('60851007', `user_data has no field ${name}`);
		// EXTEND_INFO too is the text of a JSON, not an object (gap WB-14).
		if (typeof value !== 'string')
			throw new Rejection('60851007', `${name} of user_data is not a string`);
	}
	const fields = data as Record<string, string>;
	if (!fields.USER_ID) throw new Rejection('60851007', 'user_data has no USER_ID');
	const { EXTEND_INFO: extension } = fields;
	if (extension !== undefined && parseJson(extension) === undefined)
		throw new Rejection('60851007', 'EXTEND_INFO is not the text of a JSON');
	return { userId: fields.USER_ID, merchantId: String(call.values.mechant_id), data: fields };
}

/** 4.2: one ticket for each type, in the order of the types; the tickets do not name them (WB-15). */
function getApiTicket(call: IncomingCall): Answer {
	const { account, state, values } = call;
	const types = String(values.type).split(',');
	const user = types.includes('user') ? readUser(call) : undefined;
	const tickets = types.map((type) => {
		const ticket =
			type === 'user' && user
				? state.sessions.issueUserTicket(account.appId, user)
				: state.sessions.issueSignTicket(account.appId);
		return {
			expire_time: String(ticket.endsAt),
			expire_in: life(ticket, state),
			value: ticket.value,
		};
	});
	return answerJson(
		{
			msg: success.message,
			code: success.credentials,
			tickets,
			transactionTime: transactionTime(state.now()),
		},
		success.credentials,
	);
}

/** What a business system answers: the code of the document's example, and what it was sent. */
function businessData(reply: ScriptedReply | undefined, call: IncomingCall): string | null {
	if (reply?.jsonData !== undefined) return reply.jsonData;
	const { code = '66590000', desc = '交易成功', data } = reply ?? {};
	const { bizPath = 'test', service_code: serviceCode = '10011' } = call.path;
	const fields = { CODE: code, DESC: desc, BIZ_PATH: bizPath, SERVICE_CODE: serviceCode, ...data };
	const text = JSON.stringify(fields);
	// The answer has the request as it came, so that a client can see that nothing was lost on the way.
	return reply ? text : `${text.slice(0, -1)},"REQUEST":${call.text}}`;
}

/** 4.3: any business interface; its answer is scripted by a control client, or an echo. */
function callService(call: IncomingCall): Answer {
	const { state, path } = call;
	const reply = state.replies.take(path.bizPath ?? 'test', path.service_code ?? '10011');
	const jsonData = businessData(reply, call);
	state.apply(path.service_code ?? '10011', call.text);
	if (reply) call.trace.check('business', true, `answered as told: ${jsonData ?? 'no jsonData'}`);
	const time = transactionTime(state.now());
	return answerJson(
		{
			BizSeqNo: state.nextSerial(time),
			ConsumerSeqNo: state.nextSerial(time),
			transactionTime: time,
			code: success.service,
			msg: success.message,
			...(jsonData !== null && { jsonData }),
		},
		success.service,
	);
}

function storeFiles({ account, files, state, values }: IncomingCall): StoredFile[] {
	const { fileType, fileFormat } = values;
	return files.map(({ content, fileName }) =>
		state.files.store({
			appId: account.appId,
			fileName,
			fileType: String(fileType),
			fileFormat: String(fileFormat),
			content,
			storedAt: state.now(),
		}),
	);
}

/** 4.5.1 */
function uploadFile(call: IncomingCall): Answer {
	const { state } = call;
	const list = storeFiles(call).map(({ hashValue, fileId, fileName }) => ({
		HASH_VALUE: hashValue,
		FILE_ID: fileId,
		FILE_NAME: fileName,
	}));
	const data = { CODE: success.service, FILE_LIST: list, DESC: success.message };
	return answerJson(
		{
			msg: success.message,
			BizSeqNo: state.nextSerial(transactionTime(state.now())),
			code: success.service,
			// The document prints the line break at its end (gap WB-17).
			jsonData: `${JSON.stringify(data)}\n`,
		},
		success.service,
	);
}

/** 4.5.2: the content as it was uploaded, of the type that was asked for. */
function downloadFile({ account, state, values }: IncomingCall): Answer {
	const { fileId, hashValue, contentType = 'image/jpeg' } = values;
	const file = state.files.find(String(fileId));
	if (file?.appId !== account.appId)
		throw new Rejection('60840002', `${account.appId} has no file ${String(fileId)}`);
	if (file.hashValue !== hashValue)
		throw new Rejection('60840002', `hashValue of this file is ${file.hashValue}`);
	const { content: body } = file;
	return {
		httpStatus: 200,
		contentType: String(contentType),
		body,
		code: null,
		processed: true,
	};
}

/** 4.5.3: stores the files and tells the business system, when there is something to tell. */
function uploadAndNotify(call: IncomingCall): Answer {
	const { account, bizContent, path, state } = call;
	const fileList = storeFiles(call).map(({ fileName, fileId, hashValue }) => ({
		fileName,
		fileId,
		hashValue,
	}));
	if (bizContent !== undefined) {
		const { appId } = account;
		const { bizPath = '' } = path;
		state.files.notify({ appId, bizPath, bizContent, files: fileList, at: state.now() });
		if (state.uploadNoticeUrl !== undefined) {
			const content = { bizPath, bizContent: JSON.parse(bizContent) as unknown, fileList };
			state.sender.sendLater({
				url: state.uploadNoticeUrl,
				transName: 'uploadNotice',
				appId,
				content,
			});
		}
	}
	return answerJson({ code: success.service, msg: success.message, fileList }, success.service);
}

/** Every operation of the document by its id. */
export const operations: Readonly<Record<string, Handler>> = {
	getAccessToken,
	getApiTicket,
	callService,
	networkTest: callService,
	uploadFile,
	downloadFile,
	uploadJson: uploadAndNotify,
	uploadForm: uploadAndNotify,
};
