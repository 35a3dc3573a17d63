import { anew, credentialTest } from '../shared/request/credentialTest';
import { qianchengCredit } from './provider';
import { fetchSession } from './tokens';
import { fingerprintOfAccount, sealingOf } from './signing';

/** Fetches a token, which proves account, password and address. */
export const qianchengCreditApiTest = credentialTest(qianchengCredit, {
	settings: [sealingOf],
	signIn: anew(fingerprintOfAccount, fetchSession),
});
