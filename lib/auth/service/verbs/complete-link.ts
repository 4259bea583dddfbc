import type { PasswordRefusal } from '../../contract.ts';
import { claimLink, loadLink } from '../links/load-link.ts';
import { setPassword } from '../passwords/set-password.ts';
import type { Answer, ParsedRequest, Service } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { recordKnownSource } from '../subjects/known-sources.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';
import { type Bucket, takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';
import { dropVoidFactor } from '../totp/drop-void-factor.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';
import { proveFactor } from '../totp/prove-factor.ts';

export const completeLink: Answer<'complete-link'> = async (service, request, question) => {
  const { now } = question;
  const { address } = request.source;
  const no = (because: string, subject?: string) =>
    question.settle(async () => ({ verdict: { verdict: 'no' }, subject, because }));

  const source: Bucket = { limit: 'link-source', of: [networkOf(address)] };
  const attempt = await takeAttempt(service, [source]);
  if (!attempt) return no('throttled');
  if (!request.password.isWellFormed()) return no('malformed');
  const link = await loadLink(service.database, request.token, now);
  const subject = link && (await loadSubject(service, { id: link.subjectId }, request.source));
  if (!link || !subject) return no('no-such-link');

  // The code comes before the policy: "same as the old one" is for no stranger with a stolen mail.
  const factor = await findFactor(service, subject, request);
  if (factor === 'wrong-code') {
    return question.settle(async (tx) =>
      (await loadLink(tx, request.token, now))
        ? { verdict: { verdict: 'wrong-code' }, subject: subject.id, because: 'wrong-code' }
        : { verdict: { verdict: 'no' }, subject: subject.id, because: 'no-such-link' },
    );
  }
  const refusal = await refuse(service, subject, request);
  if (refusal) {
    return question.settle(async () => ({
      verdict: { verdict: 'refused', ...refusal },
      subject: subject.id,
      because: refusal.because,
    }));
  }

  const stored = await service.passwords.hash(request.password);
  const settled = await question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    const fresh = await loadLink(tx, request.token, now);
    if (!fresh) return { verdict: { verdict: 'no' }, subject: subject.id, because: 'no-such-link' };
    const { state } = (await findStanding(tx, subject.id)).secondFactor;
    const claimed = factor ? await factor(tx) : state !== 'active';
    if (!claimed) {
      return { verdict: { verdict: 'wrong-code' }, subject: subject.id, because: 'code-used' };
    }
    if (!(await claimLink(tx, fresh, now))) throw new Error('a locked link was used');
    if (state === 'void') await dropVoidFactor(tx, subject.id, now);
    await setPassword(service, tx, subject.id, stored, now);
    const device = await recordKnownSource(service, tx, subject, request.source);
    const method = factor ? request.method : undefined;
    const { purpose } = fresh;
    return {
      verdict: { verdict: 'yes', subject: subject.id, purpose, device, ...(method && { method }) },
      subject: subject.id,
      because: purpose,
    };
  });
  if (settled.verdict === 'yes') await attempt.giveBack();
  return settled;
};

/** @returns how to claim the code; null when none is owed. */
async function findFactor(
  service: Service,
  subject: Subject,
  { method, code, source }: ParsedRequest<'complete-link'>,
): Promise<ClaimFactor | null | 'wrong-code'> {
  if (subject.methods.length === 0) return null;
  if (!method || !code) return 'wrong-code';
  const proof = await proveFactor(service, subject, { method, code, source, purpose: 'link' });
  return typeof proof === 'string' ? 'wrong-code' : proof;
}

async function refuse(
  service: Service,
  subject: Subject,
  { password, context }: ParsedRequest<'complete-link'>,
): Promise<PasswordRefusal | null> {
  const refusal = await service.policy.refuse(password, {
    ...context,
    secondFactor: subject.methods.length > 0,
    email: unsealEmail(service, subject) ?? '',
  });
  if (refusal || !subject.password) return refusal;
  const { right } = await service.passwords.judge(password, subject.password);
  return right ? { because: 'same' } : null;
}
