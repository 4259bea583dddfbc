import { countRecoveryCodes } from '../recovery-codes/recovery-codes.ts';
import { findCutoff } from '../resets/find-cutoff.ts';
import type { Answer } from '../service.ts';
import { findSecondFactor } from '../totp/find-second-factor.ts';

export const describeFactors: Answer<'describe-factors'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    const subject = await tx.subject.findUnique({
      where: { id: request.subject },
      include: { password: true, totp: { where: { state: 'active' } } },
    });
    if (!subject) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    const { id, password } = subject;
    const { state } = await findSecondFactor(tx, id);
    const totp = state === 'active' ? subject.totp[0] : undefined;
    return {
      verdict: {
        verdict: 'yes',
        passwordSetAt: password?.setAt.toISOString() ?? null,
        totpSince: totp ? (totp.confirmedAt ?? totp.createdAt).toISOString() : null,
        recoveryCodesLeft: totp ? await countRecoveryCodes(tx, id) : 0,
        enrolmentRequired: state === 'void' || subject.enrolmentOwedAt !== null,
        resetRequired: password !== null && (await findCutoff(tx, id, password.setAt)) !== null,
      },
      subject: id,
    };
  });
