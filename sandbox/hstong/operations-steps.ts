import type { ParamValue } from '../core/parameters.ts';
import type { IncomingCall, Handler } from './call.ts';
import { editableApplication, readableApplication, userOf } from './call.ts';
import { Rejection } from '../core/rejection.ts';
import { furthestStep, isStepDone } from './state.ts';
import type { Application } from './state.ts';

type Values = Readonly<Record<string, ParamValue>>;

/** Keeps what a step submitted, once the step before it is done ("开户资料不完整", 60019). */
function submit(step: number): Handler {
	return (call) => {
		const application = editableApplication(call);
		if (step > 1 && !isStepDone(application, step - 1)) {
			throw new Rejection('60019', `step ${step - 1} is not done`);
		}
		application.submitted[step] = { ...call.values };
		return undefined;
	};
}

/** 7.8: needs both images of the card, and a number that no other user has. */
function submitIdentity(call: IncomingCall): undefined {
	const { front, back } = editableApplication(call).photos;
	if (!front || !back)
		throw new Rejection('60031', 'front and back of the card are not both uploaded');
	if (!call.state.claimIdCard(String(call.values.idCardNo), userOf(call))) {
		throw new Rejection('60038', 'another user has this identity number');
	}
	submit(1)(call);
	return undefined;
}

/** What a step submitted; asking before it was is asking for data that is not there (60005). */
function submittedIn(
	call: IncomingCall,
	step: number,
): { application: Application; values: Values } {
	const application = readableApplication(call);
	const values = application.submitted[step];
	if (!values) throw new Rejection('60005', `step ${step} is not submitted`);
	return { application, values };
}

const text = (value: ParamValue | undefined): string => (typeof value === 'string' ? value : '');
const orNull = (value: ParamValue | undefined): ParamValue | null => value ?? null;

/** Picks fields for a response; what was not submitted is null, so that the shape is always whole. */
function pick(values: Values, names: readonly string[]): Record<string, ParamValue | null> {
	return Object.fromEntries(names.map((name) => [name, orNull(values[name])]));
}

function identity(call: IncomingCall): object {
	const application = readableApplication(call);
	const { applyId, photos } = application;
	const values = application.submitted[1];
	if (!values && !photos.front && !photos.back)
		throw new Rejection('60005', 'step 1 has no data yet');
	const pathOf = (side: 'front' | 'back'): string =>
		photos[side] ? `/account/apply/${applyId}/images/id-card/${side}` : '';
	return {
		// The family name is enameFirst (gap HST-48) and leads, as in the Chinese name.
		ename: values ? `${text(values.enameFirst)} ${text(values.enameLast)}` : '',
		name: text(values?.name),
		idCardFrontPath: pathOf('front'),
		idCardBackPath: pathOf('back'),
		idCardNo: text(values?.idCardNo),
		idCardAddr: text(values?.idCardAddr),
		bankCardNo: text(values?.bankCardNo),
	};
}

const personalFields = [
	...['cAddrProvince', 'cAddrCity', 'cAddrDistrict', 'cAddrDetail', 'gender', 'email'],
	...['natureOfBussiness', 'employmentStatus', 'reasonOfUnemployment', 'yearsOfService'],
	...['positionIndex', 'fullName', 'placeOfBirth'],
];

function personalData(call: IncomingCall): object {
	const { values } = submittedIn(call, 2);
	const detail = values.bussinessDetail;
	// A text in 7.10, printed as a number in 7.9 (gap HST-21): a number where it can be one.
	const bussinessDetail =
		typeof detail === 'string' && /^\d{1,9}$/.test(detail) ? Number(detail) : detail;
	return { ...pick(values, personalFields), bussinessDetail: orNull(bussinessDetail) };
}

const financialFields = [
	...['warrantsExperience', 'annualIncome', 'sharesExperience', 'investmentObjective'],
	...['targetInvestmentPeriod', 'ownershipOfResidence', 'mainSourceOfWealth'],
	...['estimatedInvestmentAmount', 'cbbcExperience', 'sourceOfWealth', 'totalNetValueOfAssets'],
	...['optionsExperience', 'futuresExperience'],
];

function financialSituation(call: IncomingCall): object {
	const { application, values } = submittedIn(call, 3);
	// employmentStatus comes from step 2 (gap HST-44).
	const employmentStatus = orNull(application.submitted[2]?.employmentStatus);
	return { ...pick(values, financialFields), employmentStatus };
}

function declarations(call: IncomingCall): object {
	const { application, values } = submittedIn(call, 4);
	const idNo = text(application.submitted[1]?.idCardNo);
	const china = values.scChina === true;
	return {
		// The example of 12.4 shows a Chinese tax resident so; "sc" is closed after "others" (gap HST-16).
		sc: {
			china,
			JR: china ? 'CHINA' : text(values.scJR),
			TIN: china ? idNo : text(values.scTIN),
			idNo,
			others: values.scOthers ?? [],
		},
		...pick(values, ['d7', 'd1', 'd2', 'd5', 'd6', 'qc1', 'identityOfUs']),
		d1YesName: text(values.d1YesName),
		d1YesRelationship: text(values.d1YesRelationship),
		d7Yes: text(values.d7Yes),
	};
}

function accountChoice(call: IncomingCall): object {
	const { values } = submittedIn(call, 5);
	const fields = pick(values, ['q1', 'q2', 'q3', 'q4', 'acUS', 'acHK']);
	// "q3的值互斥" (gap HST-34).
	return { ...fields, q3Disabled: values.q3 !== true };
}

/** Steps 6 and 8 have nothing to return but the code (gap HST-36). */
function nothing(call: IncomingCall): undefined {
	readableApplication(call);
	return undefined;
}

function agreeLicense(call: IncomingCall): undefined {
	const user = userOf(call);
	// Agreeing again in a draft changes nothing; the document names no refusal for it.
	if (user.application) editableApplication(call);
	else call.state.createApplication(user);
	return undefined;
}

/** The user's application for the two progress queries, which speak of its absence (60003). */
function existingApplication(call: IncomingCall): Application {
	const { application } = userOf(call);
	if (!application) throw new Rejection('60003', 'the user has no application yet');
	return application;
}

/** Operations of 7.3 to 7.5, 7.8 to 7.17, 7.20 and 7.24. */
export const stepOperations: Record<string, Handler> = {
	// Both answers hold texts, because the examples print them so (gap HST-26).
	getApplyIndex: (call) => ({ step: String(furthestStep(existingApplication(call))) }),
	getOpenStatus: (call) => {
		const { status, msg } = existingApplication(call);
		return { status: String(status), msg };
	},
	agreeLicense,
	getStep1Info: identity,
	submitStep1: submitIdentity,
	getStep2Info: personalData,
	submitStep2: submit(2),
	getStep3Info: financialSituation,
	submitStep3: submit(3),
	getStep4Info: declarations,
	submitStep4: submit(4),
	getStep5Info: accountChoice,
	submitStep5: submit(5),
	getStep6Info: nothing,
	submitStep6: submit(6),
	getStep8Info: nothing,
};
