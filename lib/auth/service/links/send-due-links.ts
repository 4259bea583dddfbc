import { randomInt, randomUUID } from 'node:crypto';
import type { LinkRequest } from '../../../../prisma/auth/client/client.ts';
import { renderMail } from '../../../mail/render.ts';
import { composeEmailMail, isEmailRequest } from '../email-changes/compose-email-mail.ts';
import { recordDecision } from '../journal.ts';
import { giveUpMail, mailTrouble } from '../mails-failed.ts';
import { findMembership } from '../members/find-membership.ts';
import type { Service } from '../service.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';
import { type LinkPurpose, linkMinutes, mintLink } from './mint-link.ts';

const mostAttempts = 8;
/** Of the word that an address was left: for three days, since whoever it is meant for did not ask for it. */
const mostAttemptsLeft = 11;
/** Mails under way at once: one that a mail server is slow to take does not hold up the others. */
const lanes = 2;
// Longer than all of the mailer's time-outs together: a lease must not end under a mail on its way.
const firstDelaySeconds = 60;

/**
 * Mails every link that is due.
 *
 * Any number of services may run this at once: a request is leased to one of them, and comes up again
 * by itself if that one dies before the mail is out. So a mail may come twice, which costs nothing: each
 * attempt has a link of its own, and only the newest opens.
 */
export async function sendDueLinks(service: Service): Promise<void> {
  await Promise.all(Array.from({ length: lanes }, () => sendUntilNone(service)));
}

async function sendUntilNone(service: Service): Promise<void> {
  for (;;) {
    const request = await leaseRequest(service);
    if (!request) return;
    await sendLink(service, request);
  }
}

async function leaseRequest(service: Service): Promise<LinkRequest | null> {
  const now = service.clock();
  return service.database.$transaction(async (tx) => {
    const [due] = await tx.$queryRaw<{ id: bigint; attempts: number }[]>`
      SELECT id, attempts FROM link_request WHERE next_attempt_at <= ${now}
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`;
    if (!due) return null;
    // Up to a quarter longer by chance: those that an outage held up do not all come back at once.
    const percent = 100 + randomInt(25);
    const delayMs = firstDelaySeconds * 10 * percent * 2 ** due.attempts;
    return tx.linkRequest.update({
      where: { id: due.id },
      data: { attempts: { increment: 1 }, nextAttemptAt: new Date(now.getTime() + delayMs) },
    });
  });
}

async function sendLink(service: Service, request: LinkRequest): Promise<void> {
  const { id, emailLookup, subjectId, purpose, attempts: attempt } = request;
  try {
    const mail = isEmailRequest(request)
      ? await composeEmailMail(service, request)
      : await composeMail(service, request);
    if (mail) await service.mail.send(mail.to, mail.message);
    await service.database.linkRequest.deleteMany({ where: { id } });
  } catch (error) {
    const trouble = mailTrouble(error);
    const most = purpose === 'email-left' ? mostAttemptsLeft : mostAttempts;
    const last = attempt >= most || trouble.failure === 'refused';
    const event = last ? 'link-mail-dropped' : 'link-mail-failed';
    const { code } = error as { code?: unknown };
    service.log.error({ event, request: String(id), attempt, code });
    await service.database.$transaction(async (tx) => {
      if (!last) return tx.linkRequest.updateMany({ where: { id }, data: trouble });
      await tx.linkRequest.deleteMany({ where: { id } });
      const where = subjectId ? { id: subjectId } : { emailLookup };
      const subject = await tx.subject.findUnique({ where, select: { id: true } });
      if (subject)
        await giveUpMail(service, tx, { subjectId: subject.id, kind: purpose, attempt, trouble });
    });
  }
}

async function composeMail(service: Service, request: LinkRequest) {
  const subject = await loadSubject(service, { emailLookup: request.emailLookup });
  if (!subject) return null;
  // Who was invited and never chose a password is invited again, whatever the form they used.
  const purpose = subject.password ? 'reset' : 'invitation';
  if (request.purpose === 'invitation' && purpose === 'reset') return null;
  const to = unsealEmail(service, subject);
  if (!to) return null;
  const language = subject.language === 'fr' ? 'fr' : 'en';
  if (request.purpose === 'member' && purpose === 'reset') {
    return { to, message: renderMail('member-known', language, {}) };
  }
  const token = await mint(service, subject, purpose);
  if (!token) return null;
  const link = `${service.publicOrigin}/${purpose}/link?token=${token}`;
  const minutes = linkMinutes[purpose];
  if (request.purpose === 'disabled' && purpose === 'reset') {
    return { to, message: renderMail('authenticator-disabled', language, { link, minutes }) };
  }
  if (request.purpose === 'disowned' && purpose === 'reset') {
    return { to, message: renderMail('account-disowned', language, { link, minutes }) };
  }
  const message =
    purpose === 'reset'
      ? renderMail('reset-link', language, { link, minutes })
      : renderMail('invitation', language, { link, hours: minutes / 60 });
  return { to, message };
}

function mint(service: Service, subject: Subject, purpose: LinkPurpose): Promise<string | null> {
  const at = service.clock();
  return service.database.$transaction(async (tx) => {
    await lockSubject(tx, subject.id);
    if ((await findMembership(tx, subject.id))?.closed) return null;
    const token = await mintLink(tx, subject.id, purpose, at);
    const line = {
      at,
      caller: 'auth',
      verb: 'send-link',
      subject: subject.id,
      requestId: randomUUID(),
    };
    await recordDecision(tx, { ...line, verdict: 'yes', because: purpose });
    return token;
  });
}
