import { changeByBoth } from '../passwords/change-by-both.ts';
import { endSecondFactor } from '../recovery-codes/end-second-factor.ts';

export const disableTotp = changeByBoth<'disable-totp'>(async (tx, subject) => {
  await tx.totp.deleteMany({ where: { subjectId: subject.id } });
  return { verdict: 'yes', left: await endSecondFactor(tx, subject.id) };
});
