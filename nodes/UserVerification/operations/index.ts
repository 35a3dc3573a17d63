import type { Resources } from '../../shared/operation';
import { step } from './step';
import { verification } from './verification';

export const resources: Resources = { step, verification };
