import { type Bytes, hashToken } from '../keys/keyed-hash.ts';
import { holdCutoffs } from '../resets/cutoff-lock.ts';
import { findCutoff } from '../resets/find-cutoff.ts';
import type { Answer, Outcome, ParsedRequest, Question, Transaction } from '../service.ts';
import { findSecondFactor } from '../totp/find-second-factor.ts';

const methods = ['password', 'totp', 'recovery-code'] as const;

interface Redeemed {
  subject: string;
  method: string;
  decidedAt: Date;
  /** Null where the subject has no password. */
  passwordSetAt: Date | null;
  recoveryCodesLeft: number;
  enrolmentRequired: boolean;
}

export const redeemGrant: Answer<'redeem-grant'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    await holdCutoffs(tx);
    const grant = await claimGrant(tx, hashToken(request.grant), request.purpose, question);
    if (!grant) return no('no-such-grant');
    const { subject, passwordSetAt, decidedAt, recoveryCodesLeft, enrolmentRequired } = grant;
    const method = methods.find((one) => one === grant.method);
    if (!passwordSetAt || !method) return no('no-password', subject);
    if (await findCutoff(tx, subject, passwordSetAt)) return no('behind-cutoff', subject);
    const factor = await findSecondFactor(tx, subject);
    if (factor.state === 'void') return no(factor.because, subject);
    const facts = {
      method,
      enrolmentRequired,
      decidedAt: decidedAt.toISOString(),
      recoveryCodesLeft,
    };
    return { verdict: { verdict: 'yes', subject, ...facts }, subject };
  });

/** One conditional UPDATE: a grant opens once, for its caller, in its time. */
async function claimGrant(
  tx: Transaction,
  hash: Bytes,
  purpose: ParsedRequest<'redeem-grant'>['purpose'],
  { caller, now }: Pick<Question<'redeem-grant'>, 'caller' | 'now'>,
): Promise<Redeemed | undefined> {
  const [redeemed] = await tx.$queryRaw<Redeemed[]>`
    UPDATE yes_grant g SET redeemed_at = ${now}
    WHERE hash = ${hash} AND caller = ${caller} AND purpose = ${purpose}
      AND redeemed_at IS NULL AND expires_at > ${now}
    RETURNING subject_id AS subject, method, decided_at AS "decidedAt",
      (SELECT set_at FROM password p WHERE p.subject_id = g.subject_id) AS "passwordSetAt",
      (SELECT count(*)::int FROM recovery_code c
        WHERE c.subject_id = g.subject_id AND used_at IS NULL) AS "recoveryCodesLeft",
      (SELECT enrolment_owed_at IS NOT NULL FROM subject s
        WHERE s.id = g.subject_id) AS "enrolmentRequired"`;
  return redeemed;
}

function no(because: string, subject?: string): Outcome<'redeem-grant'> {
  return { verdict: { verdict: 'no' }, subject, because };
}
