import 'server-only';
import { recordActivity } from '../activity/record-activity.ts';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import { passwordContext } from '../customers/password-context.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import { endOtherSessions } from '../sessions/end-other-sessions.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { forgetOtherProofs, recordProof } from '../sessions/proof.ts';
import { provenBy } from '../sessions/proven-by.ts';
import { recordChange } from './record-change.ts';

const { shape } = verbs['change-password'].request;

/**
 * Changes a password by proof of the current one, which the auth service judges. Other sessions end
 * unless they are to be kept.
 *
 * @param passwords secret; they go to the auth service and nowhere else.
 * @returns the verdict; of a yes, whether what follows from it could be done as well.
 */
export async function changePassword(
  { customer, session }: SignedIn,
  passwords: { current: string; next: string },
  keepSessions: boolean,
  source: RequestSource,
) {
  if (!shape.current.safeParse(passwords.current).success) return { verdict: 'no' } as const;
  if (!shape.next.safeParse(passwords.next).success) {
    return { verdict: 'refused', because: 'too-long' } as const;
  }
  const customerId = customer.id;
  const context = passwordContext(customer);
  const request = {
    subject: customerId,
    ...passwords,
    context,
    source: await askingSource(source),
  };
  const verdict = await ask('change-password', request);
  const change = { customerId, kind: 'password-changed', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict !== 'yes') return verdict;
  // A password that stands beside a second factor proves too little to begin something else with.
  const proven = await provenBy(customer);
  const settled = await recordChange({
    ...change,
    outcome: 'yes',
    notices: ['password-changed'],
    also: async (tx) => {
      if (proven?.by === 'password') await recordProof(tx, session.id);
      await forgetOtherProofs(tx, { customerId, keep: session.id });
      if (keepSessions) return;
      const count = await endOtherSessions(tx, { customerId, keep: session.id });
      if (count === 0) return;
      const ended = { customerId, kind: 'session-ended', outcome: 'yes' } as const;
      await recordActivity(tx, { ...ended, source, detail: { count } });
    },
  });
  return { verdict: 'yes', settled } as const;
}
