import type { Resources } from '../../shared/model/operation';
import { notification } from './notification.resource';
import { user } from './user.resource';

export const resources: Resources = { notification, user };
