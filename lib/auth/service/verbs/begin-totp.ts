import { holdKeys } from '../keys/hold-keys.ts';
import { proveAll } from '../passwords/prove-all.ts';
import { lockJudged } from '../passwords/prove-password.ts';
import { totpKeyPlace } from '../seal/places.ts';
import { seal } from '../seal/seal.ts';
import type { Answer } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';
import { makeTotpKey, presentTotpKey } from '../totp/totp-key.ts';

export const beginTotp: Answer<'begin-totp'> = async (service, request, question) => {
  const no = (because: string) =>
    question.settle(async () => ({
      verdict: { verdict: 'no' },
      subject: request.subject,
      because,
    }));

  const subject = await loadSubject(service, { id: request.subject }, request.source);
  const claim = await proveAll(service, subject, request);
  if (typeof claim === 'string') return no(claim);
  if (!subject) return no('no-subject');
  const email = unsealEmail(service, subject);
  if (!email) return no('seal-broken');

  const key = makeTotpKey();
  const shown = presentTotpKey(key, service.productName, email);
  return question.settle(async (tx) => {
    const fault = await lockJudged(tx, subject);
    if (fault) return { verdict: { verdict: 'no' }, subject: subject.id, because: fault };
    const refused = (because: string) =>
      ({ verdict: { verdict: 'no' }, subject: subject.id, because }) as const;
    const { secondFactor } = await findStanding(tx, subject.id);
    if (secondFactor.state === 'void') return refused('active');
    // A second key beside an active one would let a borrowed session add itself.
    const { methods } = subject;
    const added = secondFactor.state === 'active' && methods.length === 0;
    if (added || methods.includes('totp')) return refused('active');
    if (!(await claim(tx))) return refused('code-used');
    const keys = await holdKeys(service, tx);
    const pending = {
      keySealed: seal(keys, totpKeyPlace(subject.id), key),
      keyVersion: keys.keyEncryption.current,
      createdAt: question.now,
      lastStep: 0,
      confirmedAt: null,
    };
    await tx.totp.upsert({
      where: { subjectId_state: { subjectId: subject.id, state: 'pending' } },
      create: { subjectId: subject.id, state: 'pending', ...pending },
      update: pending,
    });
    return { verdict: { verdict: 'yes', ...shown }, subject: subject.id };
  });
};
