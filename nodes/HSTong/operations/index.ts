import type { Resources } from '../../shared/model/operation';
import { accounts } from './accounts';
import { application } from './application';
import { authorization } from './authorization';
import { declarations } from './declarations';
import { finances } from './finances';
import { identity } from './identity';
import { liveness } from './liveness';
import { personalData } from './personalData';
import { riskDisclosure } from './riskDisclosure';
import { signature } from './signature';

export const resources: Resources = {
	application,
	authorization,
	identity,
	personalData,
	finances,
	declarations,
	accounts,
	riskDisclosure,
	liveness,
	signature,
};
