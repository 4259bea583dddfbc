'use server';

import { redirect } from 'next/navigation';
import { text } from '../../../components/form-state.ts';
import { ask } from '../../../lib/auth/client.ts';
import { verbs } from '../../../lib/auth/contract.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { recordAttempt } from '../../../lib/sessions/record-attempt.ts';

/** Asks for a mailed link. The answer is the same for every email, known, unknown or malformed. */
export async function requestLink(form: FormData): Promise<void> {
  const source = await requestSource();
  const request = { email: text(form, 'email').trim(), source: { address: source.address } };
  if (verbs['request-link'].request.safeParse(request).success) {
    const { verdict } = await ask('request-link', request);
    if (verdict === 'unavailable') redirect('/forgotten-password/sent?unavailable=1');
    recordAttempt({ email: request.email }, { kind: 'reset-link-asked', outcome: 'yes' }, source);
  }
  redirect('/forgotten-password/sent');
}
