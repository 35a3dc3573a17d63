import type { Resources } from '../../shared/model/operation';
import { notification } from './notification';
import { user } from './user';

export const resources: Resources = { notification, user };
