import 'server-only';
import { after } from 'next/server';
import { recordActivity } from '../activity/record-activity.ts';
import { database } from '../manager/database.ts';
import type { RequestSource } from '../manager/request.ts';
import { findCustomerId } from './find-customer-id.ts';

type Stranger = { email: string } | { customerId: string | null };
type Attempt =
  | { kind: 'sign-in' | 'second-factor' | 'password-reset'; outcome: 'no' }
  | { kind: 'reset-link-asked' | 'mailed-code-sent'; outcome: 'yes' };

/**
 * Lets an account's owner read what somebody not signed in tried, once the answer has gone: whether the
 * email is known must not show in how long it took. For an email nobody has, nothing is written. Never
 * fails the request: the auth service has journalled the decision by itself.
 */
export function recordAttempt(who: Stranger, attempt: Attempt, source: RequestSource): void {
  after(async () => {
    try {
      const customerId = 'email' in who ? await findCustomerId(who.email) : who.customerId;
      if (customerId) await recordActivity(database(), { customerId, ...attempt, source });
    } catch {}
  });
}
