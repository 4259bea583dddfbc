import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { endOtherSessions } from '../sessions/end-other-sessions.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { recordChange } from './record-change.ts';

/**
 * Changes a password by proof of the current one, which the auth service judges. Other sessions end
 * unless they are to be kept.
 *
 * @param passwords secret; they go to the auth service and nowhere else.
 */
export async function changePassword(
  { customer, session }: SignedIn,
  passwords: { current: string; next: string },
  keepSessions: boolean,
  source: RequestSource,
) {
  const { address } = source;
  const request = { subject: customer.id, ...passwords, source: { address } };
  if (!verbs['change-password'].request.safeParse(request).success)
    return { verdict: 'no' } as const;
  const verdict = await ask('change-password', request);
  const change = { customerId: customer.id, kind: 'password-changed', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict === 'yes') {
    await recordChange({
      ...change,
      outcome: 'yes',
      notices: ['password-changed'],
      also: async (tx) => {
        const { id: customerId } = customer;
        if (!keepSessions) await endOtherSessions(tx, { customerId, keep: session.id });
      },
    });
  }
  return verdict;
}
