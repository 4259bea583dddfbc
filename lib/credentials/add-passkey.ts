import 'server-only';
import type { z } from 'zod';
import { ask } from '../auth/client.ts';
import { passkeyAttestation, type VerdictOf, verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { recordFactorAdded } from '../sessions/record-factor-added.ts';
import { newPasskeyCookie } from './passkey-cookie.ts';
import type { FactorShown } from './read-factor.ts';
import { recordChange } from './record-change.ts';

/** What a browser is to make: public, and good in this browser and session only. */
export type Creation = Extract<VerdictOf<'begin-passkey'>, { verdict: 'yes' }>['options'];

/** Whether a passkey may be called this. */
export function isPasskeyName(name: string): boolean {
  return verbs['confirm-passkey'].request.shape.name.safeParse(name).success;
}

/**
 * Begins a new passkey by proof of the password, and of a second factor where there is one.
 *
 * @param shown.password secret.
 */
export async function beginPasskey(
  { customer, session }: SignedIn,
  shown: { name: string; password: string; factor: FactorShown | null },
  source: RequestSource,
): Promise<Creation | 'no' | 'enough' | 'unavailable'> {
  const { name, password, factor } = shown;
  const by = { subject: customer.id, source: await askingSource(source) };
  const request = { ...by, password, ...factor };
  if (!verbs['begin-passkey'].request.safeParse(request).success) return 'no';
  const verdict = await ask('begin-passkey', request);
  if (verdict.verdict === 'no') {
    await recordChange({ customerId: customer.id, kind: 'passkey-added', outcome: 'no', source });
  }
  if (verdict.verdict !== 'yes') return verdict.verdict;
  await newPasskeyCookie.set({ sessionId: session.id, flow: verdict.flow, name });
  return verdict.options;
}

/**
 * Keeps the passkey that the browser made. The session at hand has proven a second factor by that.
 *
 * @returns the auth service's verdict; with a first second factor, recovery codes, secret and never told again.
 */
export async function confirmPasskey(
  { customer, session }: SignedIn,
  made: unknown,
  source: RequestSource,
) {
  const begun = await newPasskeyCookie.get();
  const attestation = passkeyAttestation.safeParse(made);
  if (begun?.sessionId !== session.id || !attestation.success) return { verdict: 'no' } as const;
  const { flow, name } = begun;
  const verdict = await askToKeep(
    customer.id,
    { flow, name, attestation: attestation.data },
    source,
  );
  const change = { customerId: customer.id, kind: 'passkey-added', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict === 'yes') {
    await newPasskeyCookie.clear();
    await recordChange({
      ...change,
      outcome: 'yes',
      notices: ['passkey-added'],
      also: (tx) => recordFactorAdded(tx, { customerId: customer.id, sessionId: session.id }),
    });
  }
  return verdict;
}

async function askToKeep(
  subject: string,
  made: { flow: string; name: string; attestation: z.output<typeof passkeyAttestation> },
  source: RequestSource,
) {
  return ask('confirm-passkey', { subject, ...made, source: await askingSource(source) });
}
