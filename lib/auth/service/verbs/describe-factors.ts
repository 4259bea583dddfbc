import { passwordWeakness } from '../../contract.ts';
import { countRecoveryCodes } from '../recovery-codes/recovery-codes.ts';
import type { Answer } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';

export const describeFactors: Answer<'describe-factors'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    const subject = await tx.subject.findUnique({
      where: { id: request.subject },
      include: { password: true, totp: { where: { state: 'active' } } },
    });
    if (!subject) return { verdict: { verdict: 'no' }, because: 'no-subject' };
    const { id } = subject;
    const { passwordSetAt, behind, secondFactor, enrolmentOwed } = await findStanding(tx, id);
    const methods = secondFactor.state === 'active' ? secondFactor.methods : [];
    const totp = methods.includes('totp') ? subject.totp[0] : undefined;
    const codes = methods.includes('recovery-code');
    return {
      verdict: {
        verdict: 'yes',
        passwordSetAt: passwordSetAt?.toISOString() ?? null,
        totpSince: totp ? (totp.confirmedAt ?? totp.createdAt).toISOString() : null,
        passkeys: await tx.passkey.count({ where: { subjectId: id } }),
        recoveryCodesLeft: codes ? await countRecoveryCodes(tx, id) : 0,
        enrolmentRequired: secondFactor.state === 'void' || enrolmentOwed,
        resetRequired: behind !== null,
        weakness: passwordWeakness.nullable().parse(subject.password?.weakness ?? null),
      },
      subject: id,
    };
  });
