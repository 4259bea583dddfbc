import { signInMethod, staffRole } from '../../contract.ts';
import { type Bytes, hashToken } from '../keys/keyed-hash.ts';
import { cutoffsHeld } from '../resets/cutoff-lock.ts';
import { emailPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Answer, Outcome, ParsedRequest, Question, Transaction } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';

interface Redeemed {
  subject: string;
  method: string;
  decidedAt: Date;
  recoveryCodesLeft: number;
  staffRole: string | null;
  emailSealed: Bytes;
}

export const redeemGrant: Answer<'redeem-grant'> = async (service, request, question) =>
  question.settle(async (tx) => {
    const grant = await claimGrant(tx, hashToken(request.grant), request.purpose, question);
    if (!grant) return no('no-such-grant');
    const { subject, decidedAt, recoveryCodesLeft } = grant;
    const standing = await findStanding(tx, subject);
    const { passwordSetAt, behind, secondFactor: factor } = standing;
    const { data: method } = signInMethod.safeParse(grant.method);
    if (!passwordSetAt || !method) return no('no-password', subject);
    if (behind) return no('behind-cutoff', subject);
    if (factor.state === 'void') return no(factor.because, subject);
    const role = staffRole.nullable().safeParse(grant.staffRole);
    if (!role.success) return no('unknown-role', subject);
    const email = unseal(service.keys, emailPlace(subject), grant.emailSealed)?.toString('utf8');
    const facts = {
      method,
      decidedAt: decidedAt.toISOString(),
      recoveryCodesLeft,
      enrolmentRequired: standing.enrolmentOwed,
      staffRole: role.data,
      ...(email && { email }),
    };
    return { verdict: { verdict: 'yes', subject, ...facts }, subject };
  });

/**
 * One conditional UPDATE: a grant opens once, for its caller, in its time. It holds cutoffs back as well, so
 * that the standing, which is asked next, stays true.
 */
async function claimGrant(
  tx: Transaction,
  hash: Bytes,
  purpose: ParsedRequest<'redeem-grant'>['purpose'],
  { caller, now }: Pick<Question<'redeem-grant'>, 'caller' | 'now'>,
): Promise<Redeemed | undefined> {
  const [redeemed] = await tx.$queryRaw<Redeemed[]>`
    UPDATE yes_grant g SET redeemed_at = ${now} FROM ${cutoffsHeld}
    WHERE hash = ${hash} AND caller = ${caller} AND purpose = ${purpose}
      AND redeemed_at IS NULL AND expires_at > ${now}
    RETURNING subject_id AS subject, method, decided_at AS "decidedAt",
      (SELECT count(*)::int FROM recovery_code c
        WHERE c.subject_id = g.subject_id AND used_at IS NULL) AS "recoveryCodesLeft",
      (SELECT staff_role FROM subject s WHERE s.id = g.subject_id) AS "staffRole",
      (SELECT email_sealed FROM subject s WHERE s.id = g.subject_id) AS "emailSealed"`;
  return redeemed;
}

function no(because: string, subject?: string): Outcome<'redeem-grant'> {
  return { verdict: { verdict: 'no' }, subject, because };
}
