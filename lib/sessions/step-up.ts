import 'server-only';
import { recordActivity } from '../activity/record-activity.ts';
import { ask } from '../auth/client.ts';
import { type RequestOf, verbs } from '../auth/contract.ts';
import { database } from '../manager/database.ts';
import type { RequestSource } from '../manager/request.ts';
import { queueNotice } from '../notifications/queue-notice.ts';
import { askingSource } from './asking-source.ts';
import type { SignedIn } from './get-signed-in.ts';
import { recordProof } from './proof.ts';

type Proof = RequestOf<'verify-step-up'>['proof'];

/**
 * Has the auth service judge a factor again, and from its yes on counts this session as proven. The yes is a
 * grant, redeemed once, and worthless for a subject other than the one signed in.
 *
 * @param proof secret.
 */
export async function stepUp(
  { customer, session }: SignedIn,
  proof: Proof,
  source: RequestSource,
): Promise<'yes' | 'no' | 'unavailable'> {
  const request = { subject: customer.id, proof, source: await askingSource(source) };
  if (!verbs['verify-step-up'].request.safeParse(request).success) return 'no';
  const verdict = await ask('verify-step-up', request);
  const told = { customerId: customer.id, source };
  if (verdict.verdict === 'no') {
    await recordActivity(database(), { ...told, kind: 'step-up', outcome: 'no' }).catch(() => {});
  }
  if (verdict.verdict !== 'yes') return verdict.verdict;
  const redeemed = await ask('redeem-grant', { grant: verdict.grant, purpose: 'step-up' });
  if (redeemed.verdict !== 'yes') return redeemed.verdict;
  if (redeemed.subject !== customer.id) return 'no';
  const { method, recoveryCodesLeft: left } = redeemed;
  return database()
    .$transaction(async (tx) => {
      if (!(await recordProof(tx, session.id))) return 'no';
      await recordActivity(tx, { ...told, kind: 'step-up', outcome: 'yes', detail: { method } });
      if (method === 'recovery-code') {
        const used = { kind: 'recovery-code-used', outcome: 'yes', detail: { left } } as const;
        await recordActivity(tx, { ...told, ...used });
        await queueNotice(tx, { ...told, notice: 'recovery-code-used', at: new Date() });
      }
      return 'yes';
    })
    .catch(() => 'unavailable');
}
