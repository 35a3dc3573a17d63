import type { IncomingCall, Handler } from './call.ts';
import { editableApplication, PhotoAnswer, readableApplication, textOf, userOf } from './call.ts';
import { recognise } from './id-card.ts';
import { Rejection } from '../core/rejection.ts';
import { labelOf } from './spec.ts';
import { isStepDone, livenessActionOf, status } from './state.ts';
import type { Application, PhotoSlot } from './state.ts';

function keepPhoto(
	call: IncomingCall,
	application: Application,
	slot: PhotoSlot,
	nameParam: string,
): void {
	if (!call.image) throw new Error(`${call.operation.id} was called without its image`);
	const { file, contentType } = call.image;
	const name = textOf(call, nameParam) || file.fileName;
	const { content, sha256 } = file;
	call.state.storePhoto(application, slot, { name, content, sha256, contentType });
}

/** 7.6: the result is the bare application id (gap HST-27). */
function uploadIdCard(call: IncomingCall): string {
	const application = editableApplication(call);
	keepPhoto(call, application, call.path.type === 'front' ? 'front' : 'back', 'imageName');
	return application.applyId;
}

function ocrValidate(call: IncomingCall): object {
	const { front, back } = editableApplication(call).photos;
	if (!front || !back)
		throw new Rejection('60031', 'front and back of the card are not both uploaded');
	const card = recognise(front.name, back.name);
	if ('code' in card) throw new Rejection(card.code, 'the name of an uploaded image asks for this');
	return card;
}

function getStep7Info(call: IncomingCall): object {
	const application = readableApplication(call);
	const pic2TypeIdx = livenessActionOf(application);
	const pic2TypeName = labelOf('livenessPhotoType', pic2TypeIdx);
	return { pic2TypeIdx, pic2TypeName, applyId: application.applyId };
}

function uploadAvatarAction(call: IncomingCall): object {
	const application = editableApplication(call);
	if (!isStepDone(application, 6)) throw new Rejection('60019', 'step 6 is not done');
	const isSecond = call.path.type === 2;
	const action = livenessActionOf(application);
	if (isSecond && call.values.action !== action) {
		throw new Rejection('10003', `action must be ${action}, as getStep7Info says`);
	}
	keepPhoto(call, application, isSecond ? 'avatar2' : 'avatar1', 'imageName');
	return { applyId: application.applyId };
}

/** 7.21: the signature ends the application and hands it to the review. */
function submitStep8(call: IncomingCall): undefined {
	const application = editableApplication(call);
	if (!isStepDone(application, 7))
		throw new Rejection('60019', 'the two liveness photos are not uploaded');
	keepPhoto(call, application, 'signature', 'signatureName');
	application.status = status.underReview;
	application.msg = '';
	return undefined;
}

/** A photo of the user's own application; another id is an application that this user does not have. */
function readPhoto(call: IncomingCall, slot: PhotoSlot): PhotoAnswer {
	const { application } = userOf(call);
	if (application?.applyId !== call.path.applyId) {
		throw new Rejection('60003', `the user has no application ${String(call.path.applyId)}`);
	}
	const photo = readableApplication(call).photos[slot];
	if (!photo) throw new Rejection('10114', 'this photo is not uploaded');
	return new PhotoAnswer(photo);
}

/** Operations of 7.6, 7.7, 7.18, 7.19 and 7.21 to 7.23. */
export const photoOperations: Record<string, Handler> = {
	uploadIdCard,
	ocrValidate,
	getStep7Info,
	uploadAvatarAction,
	submitStep8,
	getIdCardImage: (call) => readPhoto(call, call.path.type === 'front' ? 'front' : 'back'),
	getAvatarActionImage: (call) => readPhoto(call, call.path.type === 1 ? 'avatar1' : 'avatar2'),
};
