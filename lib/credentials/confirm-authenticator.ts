import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { recordFactorAdded } from '../sessions/record-factor-added.ts';
import { recordChange } from './record-change.ts';

/**
 * Turns a pending authenticator on by its first code. The session at hand has proven a second factor
 * by that, and counts as having one.
 *
 * @returns the auth service's verdict; a yes carries the recovery codes, secret and never told again.
 */
export async function confirmAuthenticator(
  { customer, session }: SignedIn,
  code: string,
  source: RequestSource,
) {
  const request = { subject: customer.id, code, source: await askingSource(source) };
  if (!verbs['confirm-totp'].request.safeParse(request).success) return { verdict: 'no' } as const;
  const verdict = await ask('confirm-totp', request);
  const change = { customerId: customer.id, kind: 'authenticator-added', source } as const;
  if (verdict.verdict === 'no') await recordChange({ ...change, outcome: 'no' });
  if (verdict.verdict === 'yes') {
    await recordChange({
      ...change,
      outcome: 'yes',
      notices: ['authenticator-added'],
      also: (tx) => recordFactorAdded(tx, { customerId: customer.id, sessionId: session.id }),
    });
  }
  return verdict;
}
