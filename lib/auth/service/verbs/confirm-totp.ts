import { startSecondFactor } from '../recovery-codes/start-second-factor.ts';
import type { Answer, Outcome } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { keepKnownSource } from '../subjects/known-sources.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { findSameKey } from '../totp/same-key.ts';
import { matchStep, openTotpKey } from '../totp/totp-key.ts';

const confirmMinutes = 15;

export const confirmTotp: Answer<'confirm-totp'> = async (service, request, question) => {
  const { now } = question;
  const no = (because: string): Outcome<'confirm-totp'> => ({
    verdict: { verdict: 'no' },
    subject: request.subject,
    because,
  });
  const allowed = await takeAttempt(service, [{ limit: 'confirm-totp', of: [request.subject] }]);
  if (!allowed) return question.settle(async () => no('throttled'));
  const subject = await loadSubject(service, { id: request.subject }, request.source);
  const pending = subject?.pendingTotp;
  if (!subject || !pending) return question.settle(async () => no('nothing-pending'));
  const key = openTotpKey(service, subject.keys, pending);
  const step = key && matchStep(key, request.code, now);
  if (!step) return question.settle(async () => no('wrong-code'));

  return question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    const { passwordSetAt, behind, secondFactor } = await findStanding(tx, subject.id);
    if (!passwordSetAt || behind) return no('behind-cutoff');
    const beside = secondFactor.state === 'active' && !secondFactor.methods.includes('totp');
    if (secondFactor.state !== 'none' && !beside) return no('active');
    // Void, where a passkey let its owner in: the new one takes its place.
    await tx.totp.deleteMany({ where: { subjectId: subject.id, state: 'active' } });
    const since = new Date(now.getTime() - confirmMinutes * 60_000);
    // `lastStep` goes along, so the code that confirms cannot also sign in.
    const same = await findSameKey(service, tx, pending, key);
    if (!same) return no('nothing-pending');
    const { count } = await tx.totp.updateMany({
      where: {
        subjectId: subject.id,
        state: 'pending',
        keySealed: same.keySealed,
        createdAt: { gt: since },
      },
      data: { state: 'active', lastStep: step, confirmedAt: now },
    });
    if (count !== 1) return no('nothing-pending');
    // Codes that a void authenticator or a hundred wrong ones made worthless are replaced; others stay.
    if (beside && secondFactor.methods.includes('recovery-code')) {
      return { verdict: { verdict: 'yes' }, subject: subject.id };
    }
    const recoveryCodes = await startSecondFactor(service, tx, subject.id);
    await keepKnownSource(service, tx, subject, request.source);
    return { verdict: { verdict: 'yes', recoveryCodes }, subject: subject.id };
  });
};
