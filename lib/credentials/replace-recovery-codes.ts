import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { recordProof } from '../sessions/proof.ts';
import type { FactorShown } from './read-factor.ts';
import { recordChange } from './record-change.ts';

/**
 * Replaces the recovery codes, by proof of password and authenticator or passkey.
 *
 * @returns the auth service's verdict; a yes carries the new codes, secret and never told again.
 */
export async function replaceRecoveryCodes(
  { customer, session }: SignedIn,
  proof: { password: string; method: 'totp' | 'passkey'; code: FactorShown['code'] },
  source: RequestSource,
) {
  const request = { subject: customer.id, ...proof, source: await askingSource(source) };
  if (!verbs['replace-recovery-codes'].request.safeParse(request).success) {
    return { verdict: 'no' } as const;
  }
  const verdict = await ask('replace-recovery-codes', request);
  const outcome = verdict.verdict;
  if (outcome === 'yes' || outcome === 'no') {
    const customerId = customer.id;
    await recordChange({
      customerId,
      kind: 'recovery-codes-replaced',
      outcome,
      source,
      notices: outcome === 'yes' ? ['recovery-codes-replaced'] : [],
      also: async (tx) => outcome === 'yes' && recordProof(tx, session.id),
    });
  }
  return verdict;
}
