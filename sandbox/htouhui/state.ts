import { randomBytes } from 'node:crypto';
import { accounts } from './accounts.ts';
import type { Account } from './accounts.ts';
import { Notices } from './notices.ts';
import { NotificationSender } from './sender.ts';
import type { OpenType, Status } from './spec.ts';

/** A user of the platform. */
export interface User {
	merchant: string;
	htouhui_user_id: string;
	third_party_user_id: string;
	mobile: string;
	/** The status is 0 also for one who only registered (gap HTH-10). */
	status: Status;
	idCard: string;
	realName: string;
	bankCardNumber: string;
	borrower: '0' | '1';
}

/** How a person ends the bank's page: with everything done, or with a stage that fails. */
export const outcomes = ['success', 'failOpen', 'failPassword', 'failAuthorise'] as const;

export type Outcome = (typeof outcomes)[number];

/** A bank page that was opened: good for one submission. */
export interface BankPage {
	session: string;
	user: User;
	type: OpenType;
	idCard: string;
	realName: string;
	notifyUrl: string;
	returnUrl: string;
	openedAt: number;
	finished: boolean;
}

const keptPages = 1000;
const reached: Readonly<Record<Outcome, Status>> = {
	failOpen: '0',
	failPassword: '1',
	failAuthorise: '2',
	success: '3',
};

/** Everything that the provider remembers. */
export class HtouhuiState {
	readonly users = new Map<string, User>();
	readonly notices = new Notices();
	readonly sender = new NotificationSender();
	accounts: Account[] = [...accounts];
	/** What the next submissions end with, whatever button is pressed. */
	forcedOutcomes: Outcome[] = [];
	private readonly pages = new Map<string, BankPage>();
	private readonly mobiles = new Set<string>();

	clear(): void {
		this.users.clear();
		this.pages.clear();
		this.mobiles.clear();
		this.notices.clear();
		this.sender.clear();
		this.accounts = [...accounts];
		this.forcedOutcomes = [];
	}

	account(merchant: string): Account | undefined {
		return this.accounts.find((account) => account.merchant === merchant);
	}

	/** Changes an account until the next reset. */
	change(merchant: string, settings: Partial<Account>): Account | undefined {
		this.accounts = this.accounts.map((account) =>
			account.merchant === merchant ? { ...account, ...settings } : account,
		);
		return this.account(merchant);
	}

	/** The account whose common fields a message carries; of several the one with the most. */
	accountFor(fields: Readonly<Record<string, string>>): Account | undefined {
		const count = ({ commonFields }: Account): number => Object.keys(commonFields).length;
		return [...this.accounts]
			.sort((a, b) => count(b) - count(a))
			.find(({ commonFields }) =>
				Object.entries(commonFields).every(([name, value]) => fields[name] === value),
			);
	}

	/** Registers a user; undefined when the mobile or the partner's id is taken (gap HTH-16). */
	register(merchant: string, mobile: string, thirdPartyUserId: string): User | undefined {
		const [key, number] = [`${merchant} ${thirdPartyUserId}`, `${merchant} ${mobile}`];
		if (this.users.has(key) || this.mobiles.has(number)) return undefined;
		const user: User = {
			...{ merchant, mobile, third_party_user_id: thirdPartyUserId },
			htouhui_user_id: String(10_001 + this.users.size),
			...{ status: '0', idCard: '', realName: '', bankCardNumber: '' },
			// README.md publishes this rule.
			borrower: mobile.endsWith('0') ? '1' : '0',
		};
		this.users.set(key, user);
		this.mobiles.add(number);
		return user;
	}

	find(merchant: string, thirdPartyUserId: string): User | undefined {
		return this.users.get(`${merchant} ${thirdPartyUserId}`);
	}

	/** Whether another user of this merchant has this identity number. */
	isTaken(idCard: string, by: User): boolean {
		return [...this.users.values()].some(
			(user) => user.merchant === by.merchant && user.idCard === idCard && user !== by,
		);
	}

	openPage(page: Omit<BankPage, 'session' | 'openedAt' | 'finished'>): BankPage {
		const session = randomBytes(16).toString('hex');
		const opened: BankPage = { ...page, session, openedAt: Date.now(), finished: false };
		this.pages.set(session, opened);
		const [oldest] = this.pages.keys();
		if (this.pages.size > keptPages && oldest !== undefined) this.pages.delete(oldest);
		return opened;
	}

	page(session: string): BankPage | undefined {
		return this.pages.get(session);
	}

	openPages(): BankPage[] {
		return [...this.pages.values()].filter(({ finished }) => !finished);
	}

	closePages(): number {
		const open = this.openPages();
		for (const page of open) page.finished = true;
		return open.length;
	}

	/** Ends a page: the stages in their order, up to the one that fails. */
	finish(page: BankPage, pressed: Outcome, bankCardNumber: string): Status {
		const outcome = this.forcedOutcomes.shift() ?? pressed;
		const { user } = page;
		page.finished = true;
		// A stage that was done before this page cannot fail on it.
		const status = reached[outcome] > user.status ? reached[outcome] : user.status;
		if (user.status === '0' && status !== '0') {
			user.idCard = page.idCard;
			user.realName = page.realName;
			user.bankCardNumber = bankCardNumber;
		}
		user.status = status;
		return status;
	}
}
