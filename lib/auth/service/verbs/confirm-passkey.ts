import { randomUUID } from 'node:crypto';
import { passkeysMax } from '../../contract.ts';
import { claimPasskeyChallenge, loadPasskeyChallenge } from '../passkeys/challenge.ts';
import { passkeyMac } from '../passkeys/passkey-mac.ts';
import { readAttestation } from '../passkeys/read-attestation.ts';
import { startSecondFactor } from '../recovery-codes/start-second-factor.ts';
import type { Answer, Outcome } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { keepKnownSource } from '../subjects/known-sources.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';

export const confirmPasskey: Answer<'confirm-passkey'> = async (service, request, question) => {
  const { caller, now } = question;
  const { source, name } = request;
  const no = (because: string): Outcome<'confirm-passkey'> => ({
    verdict: { verdict: 'no' },
    subject: request.subject,
    because,
  });
  const allowed = await takeAttempt(service, [{ limit: 'confirm-passkey', of: [request.subject] }]);
  if (!allowed) return question.settle(async () => no('throttled'));
  const subject = await loadSubject(service, { id: request.subject }, source);
  const challenge = await loadPasskeyChallenge(service, request.flow, 'enrol', now);
  if (!subject || challenge?.subjectId !== subject.id || challenge.caller !== caller) {
    return question.settle(async () => no('nothing-pending'));
  }
  const made = await readAttestation(service, challenge, request.attestation);
  if (!made) return question.settle(async () => no('not-made'));

  return question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    const { passwordSetAt, behind, secondFactor } = await findStanding(tx, subject.id);
    if (!passwordSetAt || behind) return no('behind-cutoff');
    if (secondFactor.state === 'void') return no(secondFactor.because);
    if (!(await claimPasskeyChallenge(tx, challenge, now))) return no('nothing-pending');
    if ((await tx.passkey.count({ where: { subjectId: subject.id } })) >= passkeysMax) {
      return no('enough');
    }
    const passkey = { ...made, subjectId: subject.id };
    // An id that anybody has already stays theirs, without a word of whose.
    const { count } = await tx.passkey.createMany({
      data: [
        {
          ...passkey,
          id: randomUUID(),
          mac: passkeyMac(service.keys, passkey),
          name,
          createdAt: now,
        },
      ],
      skipDuplicates: true,
    });
    if (count !== 1) return no('known-already');
    if (secondFactor.state === 'active')
      return { verdict: { verdict: 'yes' }, subject: subject.id };
    const recoveryCodes = await startSecondFactor(service, tx, subject.id);
    await keepKnownSource(service, tx, subject, source);
    return { verdict: { verdict: 'yes', recoveryCodes }, subject: subject.id };
  });
};
