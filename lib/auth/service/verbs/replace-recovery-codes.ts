import { proveBoth } from '../passwords/prove-both.ts';
import { lockJudged } from '../passwords/prove-password.ts';
import { makeRecoveryCodes, replaceRecoveryCodes } from '../recovery-codes/recovery-codes.ts';
import type { Answer, Outcome } from '../service.ts';
import { loadSubject } from '../subjects/load-subject.ts';

export const answerReplaceRecoveryCodes: Answer<'replace-recovery-codes'> = async (
  service,
  request,
  question,
) => {
  const no = (because: string): Outcome<'replace-recovery-codes'> => ({
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
    const recoveryCodes = makeRecoveryCodes();
    await replaceRecoveryCodes(service.keys, tx, subject.id, recoveryCodes);
    return { verdict: { verdict: 'yes', recoveryCodes }, subject: subject.id };
  });
};
