'use server';

import { redirect } from 'next/navigation';
import { ask } from '../../../lib/auth/client.ts';
import { emailSide } from '../../../lib/auth/contract.ts';
import { refuseEmailChange } from '../../../lib/credentials/change-email.ts';
import { withRoom } from '../../../lib/customers/with-room.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { emailCookie } from '../../../lib/sessions/link-cookie.ts';
import { settleEmailChange } from '../../../lib/sessions/settle-email-change.ts';

/** Confirms a change of address by the mailed link in the cookie. Doing it again completes what failed. */
export async function confirmChange(form: FormData): Promise<void> {
  const link = await emailCookie.get();
  const side = emailSide.safeParse(form.get('side'));
  if (!link || !side.success) redirect('/email');
  const source = await requestSource();
  const request = { token: link.token, side: side.data, source: { address: source.address } };
  const verdict = await ask('confirm-email-change', request);
  if (verdict.verdict === 'taken' || verdict.verdict === 'impossible') {
    redirect(`/email?ended=${verdict.verdict}`);
  }
  if (verdict.verdict === 'no') redirect('/email');
  if (verdict.verdict !== 'yes') redirect('/email?problem=1');
  const { subject, askedIn, done } = verdict;
  if (!done) redirect('/email');
  const { email } = done;
  const db = database();
  const settle = () => settleEmailChange(db, { subject, askedIn, email }, source);
  const settled = await withRoom({ db, ask }, email, settle).then(
    () => true,
    () => false,
  );
  redirect(settled ? '/email' : '/email?problem=1');
}

/** Refuses it, from the mailbox of the address that the account has. */
export async function refuseChange(): Promise<void> {
  const link = await emailCookie.get();
  if (!link) redirect('/email');
  const { verdict } = await refuseEmailChange(link.token, await requestSource());
  if (verdict === 'yes') redirect('/email?ended=refused');
  redirect(verdict === 'no' ? '/email' : '/email?problem=1');
}
