import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { forgetOtherProofs, recordProof } from '../sessions/proof.ts';
import { endProof } from './end-proof.ts';
import type { FactorShown } from './read-factor.ts';
import { recordChange } from './record-change.ts';

export interface FactorProof extends FactorShown {
  /** Secret. */
  password: string;
}

/** Removes the authenticator, and with the last second factor the recovery codes, by proof of both factors. */
export async function removeAuthenticator(
  signedIn: SignedIn,
  proof: FactorProof,
  source: RequestSource,
) {
  const { customer } = signedIn;
  const request = { subject: customer.id, ...proof, source: await askingSource(source) };
  if (!verbs['disable-totp'].request.safeParse(request).success) return { verdict: 'no' } as const;
  const verdict = await ask('disable-totp', request);
  const change = { customerId: customer.id, kind: 'authenticator-removed', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict === 'yes') {
    await recordChange({
      ...change,
      outcome: 'yes',
      notices: ['authenticator-removed'],
      also: async (tx) => {
        await endProof(tx, signedIn, verdict.left);
        await recordProof(tx, signedIn.session.id);
        await forgetOtherProofs(tx, {
          customerId: signedIn.customer.id,
          keep: signedIn.session.id,
        });
      },
    });
  }
  return verdict;
}
