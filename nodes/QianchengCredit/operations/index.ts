import type { Resources } from '../../shared/model/operation';
import { blacklist } from './blacklist.resource';
import { degree } from './degree.resource';
import { ebank } from './ebank.resource';
import { riskAudit } from './riskAudit.resource';
import { telecom } from './telecom.resource';

export const resources: Resources = { blacklist, telecom, degree, ebank, riskAudit };
