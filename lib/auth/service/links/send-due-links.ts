import { randomUUID } from 'node:crypto';
import type { LinkRequest } from '../../../../prisma/auth/client/client.ts';
import { renderMail } from '../../../mail/render.ts';
import { recordDecision } from '../journal.ts';
import { findMembership } from '../members/find-membership.ts';
import type { Service } from '../service.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';
import { type LinkPurpose, linkMinutes, mintLink } from './mint-link.ts';

const mostAttempts = 8;
// Longer than all of the mailer's time-outs together: a lease must not end under a mail on its way.
const firstDelaySeconds = 60;

/**
 * Mails every link that is due, one after the other.
 *
 * Any number of services may run this at once: a request is leased to one of them, and comes up again
 * by itself if that one dies before the mail is out.
 */
export async function sendDueLinks(service: Service): Promise<void> {
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
    const delayMs = firstDelaySeconds * 1_000 * 2 ** due.attempts;
    return tx.linkRequest.update({
      where: { id: due.id },
      data: { attempts: { increment: 1 }, nextAttemptAt: new Date(now.getTime() + delayMs) },
    });
  });
}

async function sendLink(service: Service, request: LinkRequest): Promise<void> {
  const drop = () => service.database.linkRequest.deleteMany({ where: { id: request.id } });
  try {
    const mail = await composeMail(service, request);
    if (mail) await service.mail.send(mail.to, mail.message);
    await drop();
  } catch (error) {
    const { code } = error as { code?: unknown };
    const last = request.attempts >= mostAttempts;
    const event = last ? 'link-mail-dropped' : 'link-mail-failed';
    service.log.error({ event, request: String(request.id), attempt: request.attempts, code });
    if (last) await drop();
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
