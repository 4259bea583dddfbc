import { holdKeys } from '../keys/hold-keys.ts';
import { hashToken } from '../keys/keyed-hash.ts';
import { setPassword } from '../passwords/set-password.ts';
import type { Answer, Outcome, Transaction } from '../service.ts';
import { keepKnownSource } from '../subjects/known-sources.ts';
import { newSubject } from '../subjects/new-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';
import { hasStaff, lockSetup } from './open-setup.ts';

const setupHours = 24;

export const completeSetup: Answer<'complete-setup'> = async (service, request, question) => {
  const { now } = question;
  const { address } = request.source;
  const tokenHash = hashToken(request.token);
  const allowed = await takeAttempt(service, [{ limit: 'setup-source', of: [networkOf(address)] }]);
  if (!allowed) return question.settle(async () => no('throttled'));
  if (!request.password.isWellFormed()) return question.settle(async () => no('malformed'));

  const isOpen = async (tx: Pick<Transaction, 'setup'>) => {
    const createdAt = { gt: new Date(now.getTime() - setupHours * 3_600_000) };
    return (await tx.setup.count({ where: { tokenHash, usedAt: null, createdAt } })) === 1;
  };
  if (!(await isOpen(service.database))) return question.settle(async () => no('no-such-link'));
  const { email, language, subject: id } = request;
  const refusal = await service.policy.refuse(request.password, {
    ...request.context,
    secondFactor: false,
    email,
  });
  if (refusal) {
    return question.settle(async () => ({
      verdict: { verdict: 'refused', ...refusal },
      because: refusal.because,
    }));
  }
  const stored = await service.passwords.hash(request.password);
  return question.settle(async (tx) => {
    await lockSetup(tx);
    if ((await hasStaff(tx)) || !(await isOpen(tx))) return no('no-such-link');
    const keys = await holdKeys(service, tx);
    const row = newSubject(keys, { id, email, language, createdAt: now });
    const data = [{ ...row, staffRole: 'security' }];
    const { count } = await tx.subject.createMany({ data, skipDuplicates: true });
    if (count === 0) return { verdict: { verdict: 'exists' } };
    await tx.setup.updateMany({ where: { tokenHash }, data: { usedAt: now } });
    await setPassword(service, tx, id, stored, now);
    await keepKnownSource(service, tx, row, request.source);
    return { verdict: { verdict: 'yes' }, subject: id };
  });
};

function no(because: string): Outcome<'complete-setup'> {
  return { verdict: { verdict: 'no' }, because };
}
