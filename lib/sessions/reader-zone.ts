import 'server-only';
import { cache } from 'react';
import { defaultZone, knownZone } from '../words/time-zones.ts';
import { getSignedIn } from './get-signed-in.ts';

/**
 * The zone in which whoever reads this page wants times; UTC for somebody who is not signed in, and in an outage. Found
 * out once a page: each that waits for it by itself is sent apart from the rest.
 */
export const readerZone = cache(async (): Promise<string> => {
  try {
    return knownZone((await getSignedIn())?.customer.timeZone);
  } catch {
    return defaultZone;
  }
});
