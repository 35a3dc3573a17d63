import type { Resources } from '../../shared/model/operation';
import { blacklist } from './blacklist';
import { degree } from './degree';
import { ebank } from './ebank';
import { riskAudit } from './riskAudit';
import { telecom } from './telecom';

export const resources: Resources = { blacklist, telecom, degree, ebank, riskAudit };
