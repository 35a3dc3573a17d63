import type { Resources } from '../../shared/model/operation';
import { accounts } from './accounts.resource';
import { application } from './application.resource';
import { authorization } from './authorization.resource';
import { declarations } from './declarations.resource';
import { finances } from './finances.resource';
import { identity } from './identity.resource';
import { liveness } from './liveness.resource';
import { personalData } from './personalData.resource';
import { riskDisclosure } from './riskDisclosure.resource';
import { signature } from './signature.resource';

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
