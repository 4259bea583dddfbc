import 'server-only';
import { defaultZone, knownZone } from '../words/time-zones.ts';
import { getSignedIn } from './get-signed-in.ts';

/** The zone in which whoever reads this page wants times; UTC for somebody who is not signed in, and in an outage. */
export async function readerZone(): Promise<string> {
  try {
    return knownZone((await getSignedIn())?.customer.timeZone);
  } catch {
    return defaultZone;
  }
}
