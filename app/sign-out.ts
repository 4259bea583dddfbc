'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { recordActivity } from '../lib/activity/record-activity.ts';
import { database } from '../lib/manager/database.ts';
import { environment } from '../lib/manager/environment.ts';
import { requestSource } from '../lib/manager/request.ts';
import { cookieName, cookieOptions } from '../lib/sessions/cookie-names.ts';
import { endSession } from '../lib/sessions/end-session.ts';
import { findSession } from '../lib/sessions/find-session.ts';
import { readSessionToken } from '../lib/sessions/read-session-token.ts';

/** Ends the session's row, then forgets the cookie. While the row cannot be ended, says so instead. */
export async function signOut(): Promise<void> {
  const secure = environment().publicUrl.protocol === 'https:';
  if (!(await endOwnSession())) redirect('/unavailable');
  (await cookies()).delete({ name: cookieName('session', secure), ...cookieOptions(secure) });
  redirect('/sign-in?notice=signed-out');
}

async function endOwnSession(): Promise<boolean> {
  const token = await readSessionToken();
  const source = await requestSource();
  try {
    const signedIn = token ? await findSession(database(), token) : null;
    if (!signedIn) return true;
    const [customerId, sessionId] = [signedIn.customer.id, signedIn.session.id];
    await database().$transaction(async (tx) => {
      await endSession(tx, { customerId, sessionId });
      await recordActivity(tx, { customerId, kind: 'sign-out', outcome: 'yes', source });
    });
    return true;
  } catch {
    return false;
  }
}
