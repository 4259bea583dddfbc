import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { forgetOtherProofs, recordProof } from '../sessions/proof.ts';
import { endProof } from './end-proof.ts';
import { recordChange } from './record-change.ts';
import type { FactorProof } from './remove-authenticator.ts';

/** Calls a passkey otherwise, by proof of both factors. */
export async function renamePasskey(
  { customer }: SignedIn,
  to: { passkey: string; name: string },
  proof: FactorProof,
  source: RequestSource,
) {
  const request = { subject: customer.id, ...to, ...proof, source: await askingSource(source) };
  if (!verbs['rename-passkey'].request.safeParse(request).success)
    return { verdict: 'no' } as const;
  const verdict = await ask('rename-passkey', request);
  const outcome = verdict.verdict;
  if (outcome === 'yes' || outcome === 'no') {
    await recordChange({ customerId: customer.id, kind: 'passkey-renamed', outcome, source });
  }
  return verdict;
}

/** Removes a passkey, and with the last second factor the recovery codes, by proof of both factors. */
export async function removePasskey(
  signedIn: SignedIn,
  passkey: string,
  proof: FactorProof,
  source: RequestSource,
) {
  const { customer } = signedIn;
  const request = { subject: customer.id, passkey, ...proof, source: await askingSource(source) };
  if (!verbs['remove-passkey'].request.safeParse(request).success)
    return { verdict: 'no' } as const;
  const verdict = await ask('remove-passkey', request);
  const change = { customerId: customer.id, kind: 'passkey-removed', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict === 'yes') {
    await recordChange({
      ...change,
      outcome: 'yes',
      notices: ['passkey-removed'],
      also: async (tx) => {
        await endProof(tx, signedIn, verdict.left);
        await recordProof(tx, signedIn.session.id);
        await forgetOtherProofs(tx, { customerId: customer.id, keep: signedIn.session.id });
      },
    });
  }
  return verdict;
}
