import { hashToken } from '../keys/keyed-hash.ts';
import { countRecoveryCodes } from '../recovery-codes/recovery-codes.ts';
import { holdCutoffs } from '../resets/cutoff-lock.ts';
import { findCutoff } from '../resets/find-cutoff.ts';
import type { Answer, Outcome } from '../service.ts';

const methods = ['password', 'totp', 'recovery-code'] as const;

export const redeemGrant: Answer<'redeem-grant'> = async (_service, request, question) => {
  const { now, caller } = question;
  const hash = hashToken(request.grant);
  return question.settle(async (tx) => {
    await holdCutoffs(tx);
    const { count } = await tx.grant.updateMany({
      where: { hash, caller, purpose: request.purpose, redeemedAt: null, expiresAt: { gt: now } },
      data: { redeemedAt: now },
    });
    if (count !== 1) return no('no-such-grant');
    const grant = await tx.grant.findUniqueOrThrow({ where: { hash } });
    const { subjectId: subject, decidedAt } = grant;
    const method = methods.find((one) => one === grant.method);
    const password = await tx.password.findUnique({ where: { subjectId: subject } });
    if (!password || !method) return no('no-password', subject);
    if (await findCutoff(tx, subject, password.setAt)) return no('behind-cutoff', subject);
    const recoveryCodesLeft = await countRecoveryCodes(tx, subject);
    return {
      verdict: {
        verdict: 'yes',
        subject,
        method,
        decidedAt: decidedAt.toISOString(),
        recoveryCodesLeft,
      },
      subject,
    };
  });
};

function no(because: string, subject?: string): Outcome<'redeem-grant'> {
  return { verdict: { verdict: 'no' }, subject, because };
}
