import type { PasswordRefusal } from '../../contract.ts';
import { lockJudged, provePassword } from '../passwords/prove-password.ts';
import { setPassword } from '../passwords/set-password.ts';
import { isSamePassword } from '../policy/policy.ts';
import type { Answer } from '../service.ts';
import { keepKnownSource } from '../subjects/known-sources.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';

export const changePassword: Answer<'change-password'> = async (service, request, question) => {
  const no = (because: string) =>
    question.settle(async () => ({
      verdict: { verdict: 'no' },
      subject: request.subject,
      because,
    }));

  if (!request.next.isWellFormed()) return no('malformed');
  const subject = await loadSubject(service, { id: request.subject }, request.source);
  const proof = await provePassword(service, subject, request.current, request.source);
  if (!subject || !proof.proven) return no(proof.proven ? 'no-subject' : proof.because);

  const refusal: PasswordRefusal | null = isSamePassword(request.next, request.current)
    ? { because: 'same' }
    : await service.policy.refuse(request.next, {
        ...request.context,
        secondFactor: subject.methods.length > 0,
        email: unsealEmail(service, subject) ?? '',
      });
  if (refusal) {
    return question.settle(async (tx) => {
      const fault = await lockJudged(tx, subject);
      return fault
        ? { verdict: { verdict: 'no' }, subject: subject.id, because: fault }
        : {
            verdict: { verdict: 'refused', ...refusal },
            subject: subject.id,
            because: refusal.because,
          };
    });
  }
  const stored = await service.passwords.hash(request.next);
  return question.settle(async (tx) => {
    const fault = await lockJudged(tx, subject);
    if (fault) return { verdict: { verdict: 'no' }, subject: subject.id, because: fault };
    await setPassword(service, tx, subject.id, stored, question.now);
    await keepKnownSource(service, tx, subject, request.source);
    return { verdict: { verdict: 'yes' }, subject: subject.id };
  });
};
