import { randomBytes } from 'node:crypto';
import type { ParamValue } from '../core/parameters.ts';
import type { Account } from './accounts.ts';
import { tokenLife } from './spec.ts';

/** Dictionary openStatus ("开户进度"). */
export const status = {
	draft: 1,
	underReview: 2,
	returned: 3,
	approved: 4,
	deleted: 5,
	openedHkAndUs: 6,
	openedHk: 7,
} as const;

export type Status = (typeof status)[keyof typeof status];

export type PhotoSlot = 'front' | 'back' | 'avatar1' | 'avatar2' | 'signature';

export interface Photo {
	name: string;
	content: Buffer;
	sha256: string;
	contentType: string;
}

export interface Application {
	applyId: string;
	status: Status;
	/** Reason of a return (7.24), empty in every other state. */
	msg: string;
	/** What was submitted, by step; encrypted fields decrypted. */
	submitted: Partial<Record<number, Record<string, ParamValue>>>;
	photos: Partial<Record<PhotoSlot, Photo>>;
}

export interface User {
	countryCode: string;
	mobile: string;
	application?: Application;
}

export interface Token {
	value: string;
	appId: string;
	user: User;
	expiresAt: number;
	replaced: boolean;
}

interface SmsCode {
	countryCode: string;
	mobile: string;
	code: string;
	count: number;
	used: boolean;
	sentAt: number;
}

const firstAction = 3;
const actions = 9;
const firstApplyId = 100_000;
const applyIds = 900_000;

/** A number that depends on the text only (FNV-1a), so that codes and ids are the same on every run. */
function numberFrom(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	// FNV leaves the low digits of similar texts alike; one more round spreads them.
	hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
	return (hash ^ (hash >>> 13)) >>> 0;
}

/** Everything that the provider remembers. */
export class HstongState {
	readonly users = new Map<string, User>();
	readonly sms = new Map<string, SmsCode>();
	private readonly tokens = new Map<string, Token>();
	private readonly newestTokens = new Map<string, Token>();
	private readonly applications = new Map<string, User>();
	private readonly idCardOwners = new Map<string, User>();
	private readonly contents = new Map<string, Buffer>();
	private readonly now: () => number;

	constructor(now: () => number) {
		this.now = now;
	}

	clear(): void {
		const maps = [this.users, this.sms, this.tokens, this.newestTokens];
		for (const map of [...maps, this.applications, this.idCardOwners, this.contents]) map.clear();
	}

	/** Sends a code (7.1): six digits from the number and how often it asked. */
	sendCode(countryCode: string, mobile: string): void {
		const key = countryCode + mobile;
		const count = (this.sms.get(key)?.count ?? 0) + 1;
		const code = String(numberFrom(`${key}#${count}`) % 1_000_000).padStart(6, '0');
		// The entry is set anew, so that the map stays in the order of sending.
		this.sms.delete(key);
		this.sms.set(key, { countryCode, mobile, code, count, used: false, sentAt: this.now() });
	}

	/** Uses up the newest code of a number; false when it is another one, or used before. */
	useCode(countryCode: string, mobile: string, code: string): boolean {
		const sent = this.sms.get(countryCode + mobile);
		if (!sent || sent.used || sent.code !== code) return false;
		sent.used = true;
		return true;
	}

	/** Finds the user of a number, registering a new one (7.2). */
	registerUser(countryCode: string, mobile: string): User {
		const key = countryCode + mobile;
		let user = this.users.get(key);
		if (!user) {
			user = { countryCode, mobile };
			this.users.set(key, user);
		}
		return user;
	}

	/** Issues a token and ends the one before: one per user and AppID (section 5, gap HST-11). */
	issueToken(account: Account, user: User): string {
		const key = `${account.appId} ${user.countryCode}${user.mobile}`;
		const previous = this.newestTokens.get(key);
		if (previous) previous.replaced = true;
		const value = randomBytes(16).toString('hex');
		const expiresAt = this.now() + tokenLife;
		const token: Token = { value, appId: account.appId, user, expiresAt, replaced: false };
		this.tokens.set(value, token);
		this.newestTokens.set(key, token);
		return value;
	}

	/** The user of a token, or why the token is not valid. */
	userOfToken(value: string, account: Account): User | string {
		const token = this.tokens.get(value);
		if (!token) return 'token is unknown';
		if (token.appId !== account.appId) return `token belongs to the AppID ${token.appId}`;
		if (token.replaced) return 'token was replaced by a newer one of the same user';
		if (token.expiresAt <= this.now()) return 'token is past its 30 minutes';
		return token.user;
	}

	tokensOf(user: User): Array<{ appId: string; token: string; alive: boolean }> {
		return [...this.newestTokens.values()]
			.filter((token) => token.user === user)
			.map(({ appId, value, expiresAt }) => ({
				appId,
				token: value,
				alive: this.isAlive({ expiresAt }),
			}));
	}

	/** The newest token of each user and AppID, oldest first. */
	sessions(): Token[] {
		return [...this.newestTokens.values()];
	}

	isAlive({ expiresAt }: Pick<Token, 'expiresAt'>): boolean {
		return expiresAt > this.now();
	}

	/** Ends one token; false where there is none that lives. */
	endToken(value: string): boolean {
		const token = this.tokens.get(value);
		if (!token || !this.isAlive(token)) return false;
		token.expiresAt = 0;
		return true;
	}

	expireTokens(): number {
		let count = 0;
		for (const token of this.newestTokens.values()) {
			if (this.endToken(token.value)) count++;
		}
		return count;
	}

	/** Starts an application; its id is six digits that follow from the user. */
	createApplication(user: User): Application {
		let number = numberFrom(`apply ${user.countryCode}${user.mobile}`) % applyIds;
		while (this.applications.has(String(firstApplyId + number))) number = (number + 1) % applyIds;
		const applyId = String(firstApplyId + number);
		user.application = { applyId, status: status.draft, msg: '', submitted: {}, photos: {} };
		this.applications.set(applyId, user);
		return user.application;
	}

	userOfApplication(applyId: string): User | undefined {
		return this.applications.get(applyId);
	}

	/** Takes an identity number for a user; false when another user has it (60038). */
	claimIdCard(number: string, user: User): boolean {
		const owner = this.idCardOwners.get(number);
		if (owner && owner !== user) return false;
		const before = user.application?.submitted[1]?.idCardNo;
		if (typeof before === 'string') this.idCardOwners.delete(before);
		this.idCardOwners.set(number, user);
		return true;
	}

	/** Keeps a photo; equal contents are kept once, since tests upload the same image for many users. */
	storePhoto(application: Application, slot: PhotoSlot, photo: Photo): void {
		const content = this.contents.get(photo.sha256) ?? photo.content;
		this.contents.set(photo.sha256, content);
		application.photos[slot] = { ...photo, content };
	}
}

/** The action that the second liveness photo must show (7.18): 3 to 11, fixed per application. */
export function livenessActionOf(application: Application): number {
	return firstAction + (Number(application.applyId) % actions);
}

/** Whether a step of the application is done; step 7 by its two photos (gap HST-02). */
export function isStepDone(application: Application, step: number): boolean {
	const { photos, submitted } = application;
	if (step === 7) return photos.avatar1 !== undefined && photos.avatar2 !== undefined;
	if (step === 8) return photos.signature !== undefined;
	return submitted[step] !== undefined;
}

/** The furthest step by dictionary applyStep ("步骤字典", gap HST-25). */
export function furthestStep(application: Application): number {
	if (isStepDone(application, 8)) return 10;
	if (isStepDone(application, 7)) return 9;
	if (application.photos.avatar1) return 8;
	for (let step = 6; step >= 1; step--) if (isStepDone(application, step)) return step + 1;
	return 1;
}
