import { randomUUID } from 'node:crypto';
import type { LinkRequest } from '../../../../prisma/auth/client/client.ts';
import { type RenderedMail, renderMail } from '../../../mail/render.ts';
import { knownLanguage } from '../../../words/languages.ts';
import { recordDecision } from '../journal.ts';
import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import { loadMissingKeys } from '../keys/load-missing-keys.ts';
import { formerEmailPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service, Transaction } from '../service.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';
import { isEmailTaken } from './email-taken.ts';
import { openNewEmail } from './find-change.ts';
import { changeHours, keptDays } from './limits.ts';

interface Mail {
  to: string;
  message: RenderedMail;
}

/** Mails about a change of address: to either mailbox before it, and to the one that was left after it. */
export const emailPurposes = ['email-old', 'email-new', 'email-left', 'email-restored'] as const;
type Purpose = (typeof emailPurposes)[number];

/** A request for one of them. */
export interface EmailRequest extends LinkRequest {
  purpose: Purpose;
  subjectId: string;
}

export function isEmailRequest(request: LinkRequest): request is EmailRequest {
  return request.subjectId !== null && emailPurposes.some((one) => one === request.purpose);
}

/** Writes such a mail; null where what it is about is over, or was replaced. */
export async function composeEmailMail(
  service: Service,
  request: EmailRequest,
): Promise<Mail | null> {
  const subject = await loadSubject(service, { id: request.subjectId });
  if (!subject) return null;
  return request.purpose === 'email-old' || request.purpose === 'email-new'
    ? askToConfirm(service, request, subject)
    : tellFormer(service, request, subject);
}

/** Each attempt has a token of its own, and only the newest opens. */
async function askToConfirm(
  service: Service,
  { purpose, emailLookup }: EmailRequest,
  subject: Subject,
): Promise<Mail | null> {
  const now = service.clock();
  const { id: subjectId } = subject;
  const language = knownLanguage(subject.language);
  const change = await service.database.emailChange.findUnique({ where: { subjectId } });
  const email = change && (await openNewEmail(service, change))?.toString('utf8');
  const to = purpose === 'email-old' ? unsealEmail(service, subject) : email;
  if (!email || !to) return null;
  const token = mintToken();
  const outcome = await service.database.$transaction(async (tx) => {
    await lockSubject(tx, subjectId);
    const [hash, confirmed] =
      purpose === 'email-old'
        ? (['oldTokenHash', 'oldConfirmedAt'] as const)
        : (['newTokenHash', 'newConfirmedAt'] as const);
    const open = { subjectId, doneAt: null, [confirmed]: null, expiresAt: { gt: now } };
    // The very change that was read, and the mailbox that was asked for: it may have been replaced since.
    const same = { ...open, emailLookup: change.emailLookup, askedAt: change.askedAt };
    const meant = purpose === 'email-old' ? subject.emailLookup : change.emailLookup;
    if (Buffer.compare(meant, emailLookup) !== 0) return 'over';
    if (purpose === 'email-new' && (await isEmailTaken(tx, emailLookup, { but: subjectId, now })))
      return (await tx.emailChange.count({ where: same })) === 1 ? 'known' : 'over';
    const data = { [hash]: hashToken(token) };
    const { count } = await tx.emailChange.updateMany({ where: same, data });
    if (count === 0) return 'over';
    await journal(tx, subject, purpose, now);
    return 'asked';
  });
  if (outcome === 'over') return null;
  if (outcome === 'known') return { to, message: renderMail('email-known', language, {}) };
  const link = `${service.publicOrigin}/email/link?token=${token}`;
  return { to, message: renderMail(purpose, language, { link, email, hours: changeHours }) };
}

/** To who has the mailbox that the account had, with their word against it where that counts. */
async function tellFormer(
  service: Service,
  { purpose, emailLookup }: EmailRequest,
  subject: Subject,
): Promise<Mail | null> {
  const now = service.clock();
  const language = knownLanguage(subject.language);
  const subjectId = subject.id;
  const key = { subjectId_emailLookup: { subjectId, emailLookup } };
  const former = await service.database.formerEmail.findUnique({ where: key });
  if (!former || former.keptUntil <= now) return null;
  await loadMissingKeys(service, { sealed: [former.emailSealed], pepper: null });
  const opened = unseal(service.keys, formerEmailPlace(subjectId), former.emailSealed);
  const email = unsealEmail(service, subject);
  if (!opened || !email) return null;
  const to = opened.toString('utf8');
  if (purpose === 'email-restored') {
    return { to, message: renderMail('email-restored', language, {}) };
  }
  const facts = { email, days: keptDays };
  if (!former.restorable) return { to, message: renderMail('email-left', language, facts) };
  const token = mintToken();
  await service.database.$transaction(async (tx) => {
    const offer = { tokenHash: hashToken(token), subjectId, emailLookup, notice: randomUUID() };
    const expiresAt = former.keptUntil;
    await tx.disowning.create({ data: { ...offer, createdAt: now, expiresAt } });
    await journal(tx, subject, purpose, now);
  });
  const disown = `${service.publicOrigin}/disown/link?token=${token}`;
  return { to, message: renderMail('email-left', language, { ...facts, disown }) };
}

function journal(tx: Transaction, { id: subject }: Subject, because: Purpose, at: Date) {
  const line = { at, caller: 'auth', verb: 'send-link', subject, requestId: randomUUID() };
  return recordDecision(tx, { ...line, verdict: 'yes', because });
}
