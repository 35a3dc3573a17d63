import type { Resources } from '../../shared/model/operation';
import { step } from './step';
import { verification } from './verification';

export const resources: Resources = { step, verification };
