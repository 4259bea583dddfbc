'use server';

import { redirect } from 'next/navigation';
import { text } from '../../../components/form-state.ts';
import { recordActivity } from '../../../lib/activity/record-activity.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { queueNotice } from '../../../lib/notifications/queue-notice.ts';
import { endOtherSessions } from '../../../lib/sessions/end-other-sessions.ts';
import { endSession } from '../../../lib/sessions/end-session.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { requireRecentProof } from '../../../lib/sessions/require-recent-proof.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ends one session of the customer's own. Anybody else's counts as none. */
export async function endOne(form: FormData): Promise<void> {
  const signedIn = await requireCustomer();
  await requireRecentProof(signedIn, '/security');
  const source = await requestSource();
  const [customerId, sessionId] = [signedIn.customer.id, text(form, 'session')];
  if (!uuid.test(sessionId)) redirect('/security');
  await database().$transaction(async (tx) => {
    const ended = await endSession(tx, { customerId, sessionId });
    if (!ended) return;
    await recordActivity(tx, { customerId, kind: 'session-ended', outcome: 'yes', source });
    await queueNotice(tx, { customerId, notice: 'sessions-ended', source, at: new Date() });
  });
  redirect('/security?notice=session-ended');
}

/** Ends every session of the customer's but the one at hand. */
export async function endAllOthers(): Promise<void> {
  const signedIn = await requireCustomer();
  await requireRecentProof(signedIn, '/security');
  const { customer, session } = signedIn;
  const source = await requestSource();
  const customerId = customer.id;
  await database().$transaction(async (tx) => {
    const count = await endOtherSessions(tx, { customerId, keep: session.id });
    const detail = { count };
    await recordActivity(tx, { customerId, kind: 'session-ended', outcome: 'yes', source, detail });
    if (count === 0) return;
    await queueNotice(tx, { customerId, notice: 'sessions-ended', source, at: new Date(), detail });
  });
  redirect('/security?notice=sessions-ended');
}
