import type { IDataObject } from 'n8n-workflow';

import {
	algorithms,
	hmacTexts,
	letterCases,
	secretPlacements,
} from '../../sandbox/htouhui/accounts.ts';
import type { Account } from '../../sandbox/htouhui/accounts.ts';
import { merchantPrivateKey, platformPublicKey } from '../../sandbox/htouhui/keys.ts';
import { idCardNumber } from './applicant';

export const SECRET = 'htouhui-sandbox-key';
export const QUERY_PATH = '/openapi/user/query';

type Algorithm = Account['algorithm'];
export { algorithms };

/** The sandbox's account of each algorithm. */
export const merchants: Record<Algorithm, string> = {
	none: 'sandbox-htouhui',
	md5: 'sandbox-htouhui-md5',
	sha256: 'sandbox-htouhui-sha256',
	hmacSha256: 'sandbox-htouhui-hmac',
	rsaSha256: 'sandbox-htouhui-rsa',
};

/** A credential of the sandbox's account with this algorithm. */
export const accountOf = (
	baseUrl: string,
	algorithm: Algorithm = 'md5',
	changes: IDataObject = {},
): IDataObject => ({
	environment: 'custom',
	baseUrl,
	commonFields: { values: [{ name: 'merchant_id', value: merchants[algorithm] }] },
	...{ algorithm, signField: 'sign', secret: SECRET, secondSecret: '' },
	...{ secretPlacement: 'appendKey', hmacText: 'alone', letterCase: 'lower', bodyFormat: 'form' },
	...{ queryUserPath: QUERY_PATH, notificationReply: 'success' },
	...(algorithm === 'rsaSha256' && {
		privateKey: merchantPrivateKey,
		publicKey: platformPublicKey,
	}),
	...changes,
});

/** Every way in which messages can be signed. */
export const signatures: Array<
	Pick<Account, 'algorithm' | 'secretPlacement' | 'hmacText' | 'letterCase'>
> = algorithms.flatMap((algorithm) => {
	const isPlain = algorithm === 'none' || algorithm === 'rsaSha256';
	const hasPlace = algorithm === 'md5' || algorithm === 'sha256';
	const places = hasPlace ? secretPlacements : (['appendKey'] as const);
	const texts = algorithm === 'hmacSha256' ? hmacTexts : (['alone'] as const);
	return places.flatMap((secretPlacement) =>
		texts.flatMap((hmacText) =>
			(isPlain ? (['lower'] as const) : letterCases).map((letterCase) => ({
				...{ algorithm, secretPlacement, hmacText, letterCase },
			})),
		),
	);
});

let count = Math.floor(Math.random() * 9000) * 1000;

/** A person whom nobody has registered, as the fields of the operations. */
export function newPerson() {
	const n = ++count;
	return {
		mobile: `139${String(n).padStart(8, '0')}`,
		password: 'pass word&1',
		third_party_user_id: `u-${n} &=+/测试`,
		id_card: idCardNumber(n),
		real_name: '王大志 <b>"&\'',
	};
}
