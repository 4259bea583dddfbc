import 'server-only';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import { database } from '../manager/database.ts';
import type { RequestSource } from '../manager/request.ts';
import { askingSource } from '../sessions/asking-source.ts';
import type { SignedIn } from '../sessions/get-signed-in.ts';
import { recordProof } from '../sessions/proof.ts';
import { enrolmentCookie } from './enrolment-cookie.ts';
import type { FactorShown } from './read-factor.ts';
import { recordChange } from './record-change.ts';

/**
 * Makes a new TOTP key by proof of the password, and of a passkey where there is one, and keeps it for the page that shows it.
 *
 * @param password secret.
 */
export async function beginAuthenticator(
  { customer, session }: SignedIn,
  password: string,
  source: RequestSource,
  factor: FactorShown | null = null,
): Promise<'yes' | 'no' | 'unavailable'> {
  const request = { subject: customer.id, password, ...factor, source: await askingSource(source) };
  if (!verbs['begin-totp'].request.safeParse(request).success) return 'no';
  const verdict = await ask('begin-totp', request);
  if (verdict.verdict === 'no') {
    const change = { customerId: customer.id, kind: 'authenticator-added', source } as const;
    await recordChange({ ...change, outcome: 'no' });
  }
  if (verdict.verdict === 'yes') {
    const { uri, key } = verdict;
    await enrolmentCookie.set({ sessionId: session.id, uri, key });
    // The service takes it only where the password is all the factor there is.
    await recordProof(database(), session.id).catch(() => false);
  }
  return verdict.verdict;
}
