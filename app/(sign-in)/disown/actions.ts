'use server';

import { redirect } from 'next/navigation';
import { ask } from '../../../lib/auth/client.ts';
import { withRoom } from '../../../lib/customers/with-room.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { disownCookie } from '../../../lib/sessions/link-cookie.ts';
import { settleDisowning } from '../../../lib/sessions/settle-disowning.ts';

/** Locks the account by the mailed link in the cookie. Doing it again changes nothing, and completes what failed. */
export async function disown(): Promise<void> {
  const link = await disownCookie.get();
  if (!link) redirect('/disown');
  const source = await requestSource();
  const request = { token: link.token, source: { address: source.address } };
  const verdict = await ask('disown-account', request);
  if (verdict.verdict === 'no') redirect('/disown');
  if (verdict.verdict !== 'yes') redirect('/disown?problem=1');
  const db = database();
  const settle = () => settleDisowning(db, verdict, source);
  const settled = await withRoom({ db, ask }, verdict.email, settle).then(
    () => true,
    () => false,
  );
  redirect(settled ? '/disown' : '/disown?problem=1');
}
