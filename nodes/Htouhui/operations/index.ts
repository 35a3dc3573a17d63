import type { Resources } from '../../shared/operation';
import { notification } from './notification';
import { user } from './user';

export const resources: Resources = { notification, user };
