import type { Resources } from '../../shared/model/operation';
import { business } from './business';
import { file } from './file';
import { notification } from './notification';
import { userTicket } from './userTicket';

export const resources: Resources = { business, file, notification, userTicket };
