import { changeByBoth } from '../passwords/change-by-both.ts';
import { endSecondFactor } from '../recovery-codes/end-second-factor.ts';

export const removePasskey = changeByBoth<'remove-passkey'>(async (tx, subject, request) => {
  const which = { id: request.passkey, subjectId: subject.id };
  const { count } = await tx.passkey.deleteMany({ where: which });
  if (count !== 1) return 'no-such-passkey';
  return { verdict: 'yes', left: await endSecondFactor(tx, subject.id) };
});
