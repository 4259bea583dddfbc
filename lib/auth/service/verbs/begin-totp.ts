import { holdKeys } from '../keys/hold-keys.ts';
import { lockJudged, provePassword } from '../passwords/prove-password.ts';
import { totpKeyPlace } from '../seal/places.ts';
import { seal } from '../seal/seal.ts';
import type { Answer } from '../service.ts';
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
  const proof = await provePassword(service, subject, request.password, request.source);
  if (!subject || !proof.proven) return no(proof.proven ? 'no-subject' : proof.because);
  const email = unsealEmail(service, subject);
  if (!email) return no('seal-broken');

  const key = makeTotpKey();
  const shown = presentTotpKey(key, service.productName, email);
  return question.settle(async (tx) => {
    const fault = await lockJudged(tx, subject);
    if (fault) return { verdict: { verdict: 'no' }, subject: subject.id, because: fault };
    // A second key beside an active one would let a borrowed session add itself.
    const active = await tx.totp.count({ where: { subjectId: subject.id, state: 'active' } });
    if (active > 0) return { verdict: { verdict: 'no' }, subject: subject.id, because: 'active' };
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
