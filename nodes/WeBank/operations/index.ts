import type { Resources } from '../../shared/model/operation';
import { business } from './business.resource';
import { file } from './file.resource';
import { notification } from './notification.resource';
import { userTicket } from './userTicket.resource';

export const resources: Resources = { business, file, notification, userTicket };
