import type { z } from 'zod';
import type { Source, signInMethod } from '../../contract.ts';
import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import type { Question, Service, Transaction, Verb } from '../service.ts';
import { rememberSource } from './known-sources.ts';
import type { Subject } from './load-subject.ts';

const grantSeconds = 60;

/** What somebody proved to be the subject by, all factors included, and from where. */
interface Proof {
  method: z.output<typeof signInMethod>;
  /** When the password was judged: a session is as old as the proof it rests on. */
  judgedAt: Date;
  /**
   * When that password was chosen. Servers' clocks differ, and no session is older than its password: a
   * cutoff that the password lies after must not end it.
   */
  setAt: Date;
  source: Source;
}

/**
 * A yes that the caller may redeem once, within a minute. The source is remembered with it.
 *
 * @returns the grant's token, secret until redeemed, and the device's.
 */
export async function giveGrant(
  service: Service,
  tx: Transaction,
  question: Pick<Question<Verb>, 'caller' | 'now'>,
  subject: Subject,
  { method, judgedAt, setAt, source }: Proof,
): Promise<{ grant: string; device: string }> {
  const grant = mintToken();
  const expiresAt = new Date(question.now.getTime() + grantSeconds * 1_000);
  const decidedAt = new Date(Math.max(judgedAt.getTime(), setAt.getTime()));
  const { device, insert } = rememberSource(service, subject, source);
  await tx.$executeRaw`
    WITH remembered AS (${insert})
    INSERT INTO yes_grant (hash, subject_id, purpose, caller, method, decided_at, expires_at)
    VALUES (${hashToken(grant)}, ${subject.id}::uuid, 'sign-in', ${question.caller}, ${method},
      ${decidedAt}, ${expiresAt})`;
  return { grant, device };
}
