import 'server-only';
import { database } from '../manager/database.ts';
import type { RequestSource } from '../manager/request.ts';
import { changeSetting } from './change-setting.ts';

/** The zone in which a customer reads times, on pages and in notices. */
export function chooseTimeZone(
  customerId: string,
  timeZone: string,
  source: RequestSource,
): Promise<void> {
  return changeSetting(database(), { customerId, setting: 'time-zone', source }, { timeZone });
}
