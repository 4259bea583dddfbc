import { proveBoth } from '../passwords/prove-both.ts';
import { lockJudged } from '../passwords/prove-password.ts';
import type { Answer, Outcome } from '../service.ts';
import { loadSubject } from '../subjects/load-subject.ts';

export const renamePasskey: Answer<'rename-passkey'> = async (service, request, question) => {
  const no = (because: string): Outcome<'rename-passkey'> => ({
    verdict: { verdict: 'no' },
    subject: request.subject,
    because,
  });
  const subject = await loadSubject(service, { id: request.subject }, request.source);
  const claim = await proveBoth(service, subject, request);
  if (typeof claim === 'string') return question.settle(async () => no(claim));
  if (!subject) return question.settle(async () => no('no-subject'));

  return question.settle(async (tx) => {
    const fault = await lockJudged(tx, subject);
    if (fault) return no(fault);
    if (!(await claim(tx))) return no('code-used');
    const { count } = await tx.passkey.updateMany({
      where: { id: request.passkey, subjectId: subject.id },
      data: { name: request.name },
    });
    if (count !== 1) return no('no-such-passkey');
    return { verdict: { verdict: 'yes' }, subject: subject.id, because: request.method };
  });
};
