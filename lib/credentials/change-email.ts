import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { recordProof } from '../sessions/proof.ts';
import type { FactorShown } from './read-factor.ts';
import { recordChange } from './record-change.ts';

interface Asked extends Partial<FactorShown> {
  email: string;
  /** Secret. */
  password: string;
}

/** Asks for another address, by proof that the auth service judges. Until both mailboxes confirm, nothing changes. */
export async function requestEmailChange(
  { customer, session }: SignedIn,
  asked: Asked,
  source: RequestSource,
) {
  const proof = { ...asked, source: await askingSource(source) };
  const request = { subject: customer.id, askedIn: session.id, ...proof };
  if (!verbs['request-email-change'].request.safeParse(request).success) {
    return { verdict: 'no' } as const;
  }
  const verdict = await ask('request-email-change', request);
  const change = { customerId: customer.id, kind: 'email-change-asked', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict === 'yes') {
    await recordChange({
      ...change,
      outcome: 'yes',
      notices: ['email-change-asked'],
      also: (tx) => recordProof(tx, session.id),
    });
  }
  return verdict;
}

/** Takes a change back that is not made yet. It takes no proof: the address stays as it is. */
export async function cancelEmailChange({ customer }: SignedIn, source: RequestSource) {
  const { address } = source;
  const verdict = await ask('cancel-email-change', { subject: customer.id, source: { address } });
  if (verdict.verdict === 'yes') {
    const change = { customerId: customer.id, kind: 'email-change-cancelled', source } as const;
    await recordChange({ ...change, outcome: 'yes' });
  }
  return verdict;
}

/**
 * Ends a change by the link that was mailed to the account's own address.
 *
 * @param token secret.
 */
export async function refuseEmailChange(token: string, source: RequestSource) {
  const { address } = source;
  const verdict = await ask('refuse-email-change', { token, source: { address } });
  if (verdict.verdict === 'yes') {
    const change = { customerId: verdict.subject, kind: 'email-change-refused', source } as const;
    await recordChange({ ...change, outcome: 'yes' });
  }
  return verdict;
}
