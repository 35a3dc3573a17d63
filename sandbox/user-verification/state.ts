import { randomBytes } from 'node:crypto';
import type { Course } from '../core/people.ts';
import { describeStatus, userFields } from './spec.ts';

/** Dictionary cardStatus ("状态"). */
export const status = {
	notVerified: '1',
	pending: '2',
	rejected: '3',
	verified: '4',
	secondReview: '5',
} as const;

export type Status = (typeof status)[keyof typeof status];

export const steps = [
	...['submitStepOne', 'submitStepTwo', 'submitStepThree', 'submitStepFour', 'submitStepFive'],
] as const;

export type PhotoSlot = 'cardFront' | 'handSign' | 'faceAuth';

export interface Photo {
	/** Path at which it can be fetched; nobody can guess it. */
	path: string;
	content: Buffer;
	contentType: string;
	sha256: string;
}

export interface User {
	apiKey: string;
	id: string;
	userId: string;
	status: Status;
	verifiedDesc: string;
	verifiedEnDesc: string;
	/** What was submitted, by step. */
	submitted: Partial<Record<number, Readonly<Record<string, string>>>>;
	photos: Partial<Record<PhotoSlot, Photo>>;
	/** States that the coming queries bring, by the published rule. */
	coming: Status[];
}

const words: Record<Status, [zh: string, en: string]> = {
	'1': ['', ''],
	'2': ['', ''],
	'3': ['证件照片不清晰，请重新上传', 'The photo of the document is not clear, upload it again'],
	'4': ['审核通过', 'Approved'],
	'5': ['资料需要复审', 'The documents need a second review'],
};

/** The published rule: how a review ends follows from the last character of the document's number. */
const outcomes: Readonly<Record<string, Status[]>> = {
	'7': [status.secondReview, status.verified],
	'8': [status.rejected],
	'9': [status.verified],
};

/** The same rule for people who are to be made by it; what the number of a document is not in, waits. */
export const courses: readonly Course[] = ['9', '8', '7', '2'].map((idCardEnds) => ({
	idCardEnds,
	text: (outcomes[idCardEnds] ?? [status.pending]).map(describeStatus).join(' → '),
}));

/** Everything that the provider remembers. */
export class VerificationState {
	readonly users = new Map<string, User>();
	private readonly photos = new Map<string, Photo>();
	private readonly contents = new Map<string, Buffer>();

	clear(): void {
		for (const map of [this.users, this.photos, this.contents]) map.clear();
	}

	/** The user behind a key (gap UV-09), who is there from the first call on. */
	userOf(apiKey: string): User {
		let user = this.users.get(apiKey);
		if (!user) {
			const number = this.users.size + 1;
			user = {
				apiKey,
				id: String(1000 + number),
				userId: String(900_000 + number),
				...{ status: status.notVerified, verifiedDesc: '', verifiedEnDesc: '' },
				...{ submitted: {}, photos: {}, coming: [] },
			};
			this.users.set(apiKey, user);
		}
		return user;
	}

	/** Moves a user on, as the reviewers of the provider would. */
	review(user: User, next: Status, [zh, en]: [zh?: string, en?: string] = []): void {
		const [usual, usualEnglish] = words[next];
		user.status = next;
		user.verifiedDesc = zh ?? usual;
		user.verifiedEnDesc = en ?? usualEnglish;
		user.coming = [];
	}

	/** Hands a user to the review; the first query still finds it pending. */
	submitForReview(user: User): void {
		this.review(user, status.pending);
		const { cardNo = '' } = user.submitted[4] ?? {};
		const outcome = outcomes[cardNo.slice(-1)];
		if (outcome) user.coming = [status.pending, ...outcome];
	}

	/** Lets time pass for a user, by one query. */
	advance(user: User): void {
		const [next, ...later] = user.coming;
		if (next === undefined) return;
		this.review(user, next);
		user.coming = later;
	}

	/** Keeps a photo; equal contents are kept once, since tests upload the same image for many users. */
	storePhoto(user: User, slot: PhotoSlot, photo: Omit<Photo, 'path'>): void {
		const { contentType, sha256 } = photo;
		const content = this.contents.get(sha256) ?? photo.content;
		this.contents.set(sha256, content);
		const before = user.photos[slot];
		if (before) this.photos.delete(before.path);
		const ending = contentType === 'image/png' ? 'png' : 'jpg';
		const path = `/photos/${randomBytes(16).toString('hex')}.${ending}`;
		user.photos[slot] = { ...photo, content, path };
		this.photos.set(path, user.photos[slot]);
	}

	photoAt(path: string): Photo | undefined {
		return this.photos.get(path);
	}
}

/**
 * The step that the user is at, 1 to 4: the dictionary has no fifth (gap UV-16), so 4 is also what the
 * query says later.
 */
function currentStep({ submitted }: User): number {
	const done = [1, 2, 3].filter((step) => submitted[step]).length;
	return done + 1;
}

/** All fields of 用户认证信息; every value a text, empty where there is none. */
export function describeUser(user: User, origin: string): Record<string, string> {
	const { id, userId, status: cardStatus, verifiedDesc, verifiedEnDesc, photos } = user;
	const { cardFront, faceAuth, handSign } = photos;
	const known: Record<string, string> = {
		...Object.assign({}, ...Object.values(user.submitted)),
		...{ id, userId, cardStatus, verifiedDesc, verifiedEnDesc },
		currentStep: String(currentStep(user)),
		// ServerUrl + Url is the whole address; faceAuth has no ServerUrl (gap UV-23).
		cardFrontServerUrl: cardFront ? origin : '',
		cardFrontUrl: cardFront?.path ?? '',
		handSignServerUrl: handSign ? origin : '',
		handSignUrl: handSign?.path ?? '',
		faceAuthUrl: faceAuth ? origin + faceAuth.path : '',
	};
	return Object.fromEntries(userFields.map((name) => [name, known[name] ?? '']));
}
