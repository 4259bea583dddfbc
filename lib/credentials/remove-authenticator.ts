import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { forgetOtherProofs, recordProof } from '../sessions/proof.ts';
import { recordChange } from './record-change.ts';

export interface FactorProof {
  /** Secret. */
  password: string;
  method: 'totp' | 'recovery-code';
  code: string;
}

/** Removes the authenticator, and with it the recovery codes, by proof of both factors. */
export async function removeAuthenticator(
  { customer, session }: SignedIn,
  proof: FactorProof,
  source: RequestSource,
) {
  const request = { subject: customer.id, ...proof, source: { address: source.address } };
  if (!verbs['disable-totp'].request.safeParse(request).success) return { verdict: 'no' } as const;
  const verdict = await ask('disable-totp', request);
  const change = { customerId: customer.id, kind: 'authenticator-removed', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict === 'yes') {
    await recordChange({
      ...change,
      outcome: 'yes',
      notices: ['authenticator-removed'],
      // No session may go on counting as proven by a factor that is no more.
      also: async (tx) => {
        await tx.session.updateMany({
          where: { customerId: customer.id, endedAt: null },
          data: { secondFactor: false },
        });
        await recordProof(tx, session.id);
        await forgetOtherProofs(tx, { customerId: customer.id, keep: session.id });
      },
    });
  }
  return verdict;
}
