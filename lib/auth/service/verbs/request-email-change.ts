import { changeHours } from '../email-changes/limits.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { findMembership } from '../members/find-membership.ts';
import { proveAll } from '../passwords/prove-all.ts';
import { lockJudged } from '../passwords/prove-password.ts';
import { newEmailPlace } from '../seal/places.ts';
import { seal } from '../seal/seal.ts';
import type { Answer, Outcome, ParsedRequest, Service, Transaction } from '../service.ts';
import { emailLookup } from '../subjects/email-lookup.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';

type Request = ParsedRequest<'request-email-change'>;

/** Looks for nobody at the new address: whether it is somebody's shows only in its own mailbox. */
export const requestEmailChange: Answer<'request-email-change'> = async (
  service,
  request,
  question,
) => {
  const no = (because: string): Outcome<'request-email-change'> => ({
    verdict: { verdict: 'no' },
    subject: request.subject,
    because,
  });
  const subject = await loadSubject(service, { id: request.subject }, request.source);
  const claim = await proveAll(service, subject, request);
  if (typeof claim === 'string') return question.settle(async () => no(claim));
  if (!subject) return question.settle(async () => no('no-subject'));
  const lookup = emailLookup(service.keys, request.email);
  if (Buffer.compare(lookup, subject.emailLookup) === 0) {
    const verdict = { verdict: 'same' } as const;
    return question.settle(async () => ({ verdict, subject: subject.id, because: 'same' }));
  }
  if (!(await allow(service, request, lookup))) {
    const verdict = { verdict: 'limited' } as const;
    return question.settle(async () => ({ verdict, subject: subject.id, because: 'throttled' }));
  }
  const settled = await question.settle(async (tx) => {
    const fault = (await lockJudged(tx, subject)) ?? (await refuse(tx, subject, claim));
    if (fault) return no(fault);
    const expiresAt = await keep(service, tx, { request, lookup, subject, now: question.now });
    const verdict = { verdict: 'yes', expiresAt: expiresAt.toISOString() } as const;
    return { verdict, subject: subject.id };
  });
  if (settled.verdict === 'yes') service.wakeLinkMailer();
  return settled;
};

// After the proof: whoever has a session alone does not use the owner's turns up.
async function allow(service: Service, { subject, source }: Request, lookup: Bytes) {
  const attempt = await takeAttempt(service, [
    { limit: 'email-change-subject', of: [subject] },
    { limit: 'email-change-email', of: [Buffer.from(lookup).toString('hex')] },
    { limit: 'email-change-source', of: [networkOf(source.address)] },
  ]);
  return attempt !== null;
}

async function refuse(
  tx: Transaction,
  { id, methods, emailLookup: before }: Subject,
  claim: ClaimFactor,
): Promise<string | null> {
  const { secondFactor } = await findStanding(tx, id);
  // One that was enrolled meanwhile, or is void, was not shown.
  if (methods.length === 0 && secondFactor.state !== 'none') return 'second-factor-owed';
  if ((await findMembership(tx, id))?.closed) return 'closed';
  const { emailLookup: now } = await tx.subject.findUniqueOrThrow({ where: { id } });
  if (Buffer.compare(before, now) !== 0) return 'email-changed-meanwhile';
  return (await claim(tx)) ? null : 'code-used';
}

/** One change a subject: whatever was mailed for the one before opens nothing any more. */
async function keep(
  service: Service,
  tx: Transaction,
  asked: { request: Request; lookup: Bytes; subject: Subject; now: Date },
): Promise<Date> {
  const { request, lookup, subject, now } = asked;
  const { id: subjectId } = subject;
  const keys = await holdKeys(service, tx);
  const expiresAt = new Date(now.getTime() + changeHours * 3_600_000);
  const change = {
    emailLookup: lookup,
    emailSealed: seal(keys, newEmailPlace(subjectId), Buffer.from(request.email)),
    askedIn: request.askedIn,
    askedAt: now,
    expiresAt,
    oldTokenHash: null,
    newTokenHash: null,
    oldConfirmedAt: null,
    newConfirmedAt: null,
    doneAt: null,
  };
  await tx.emailChange.upsert({
    where: { subjectId },
    create: { subjectId, ...change },
    update: change,
    select: { subjectId: true },
  });
  const purpose = { in: ['email-old', 'email-new'] };
  await tx.linkRequest.deleteMany({ where: { subjectId, purpose } });
  const due = { subjectId, requestedAt: now, nextAttemptAt: now };
  await tx.linkRequest.createMany({
    data: [
      { ...due, purpose: 'email-old', emailLookup: subject.emailLookup },
      { ...due, purpose: 'email-new', emailLookup: lookup },
    ],
  });
  return expiresAt;
}
