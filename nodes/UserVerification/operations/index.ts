import type { Resources } from '../../shared/model/operation';
import { step } from './step.resource';
import { verification } from './verification.resource';

export const resources: Resources = { step, verification };
