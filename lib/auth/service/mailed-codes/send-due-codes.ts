import { randomUUID } from 'node:crypto';
import type { MailedCode } from '../../../../prisma/auth/client/client.ts';
import { renderMail } from '../../../mail/render.ts';
import { knownLanguage } from '../../../words/languages.ts';
import { deviceWords, momentWords, placeWords } from '../../../words/surroundings.ts';
import { recordDecision } from '../journal.ts';
import { giveUpMail, type MailTrouble, mailTrouble } from '../mails-failed.ts';
import type { Service } from '../service.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';
import { codeMinutes } from './answer-with-mailed-code.ts';
import { hashCode, makeCode } from './code.ts';

// Longer than all of the mailer's time-outs together: a lease must not end under a mail on its way.
const leaseSeconds = 60;
const mostAttempts = 6;

/** Mails under way at once: one that a mail server is slow to take does not hold up the others. */
const lanes = 2;

/** Mails every code that is due, as links are: leased by one of any number of services at a time. */
export async function sendDueCodes(service: Service): Promise<void> {
  await Promise.all(Array.from({ length: lanes }, () => sendUntilNone(service)));
}

async function sendUntilNone(service: Service): Promise<void> {
  for (;;) {
    const leased = await lease(service);
    if (!leased) return;
    await sendCode(service, leased);
  }
}

async function lease({ database, clock }: Service): Promise<MailedCode | null> {
  const now = clock();
  const until = new Date(now.getTime() + leaseSeconds * 1_000);
  return database.$transaction(async (tx) => {
    const [due] = await tx.$queryRaw<{ hash: MailedCode['challengeHash'] }[]>`
      SELECT challenge_hash AS hash FROM mailed_code WHERE next_attempt_at <= ${now}
      ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
    if (!due) return null;
    return tx.mailedCode.update({
      where: { challengeHash: due.hash },
      data: { attempts: { increment: 1 }, nextAttemptAt: until },
    });
  });
}

async function sendCode(service: Service, leased: MailedCode): Promise<void> {
  try {
    const mail = await composeMail(service, leased);
    if (mail) await service.mail.send(mail.to, mail.message);
    await release(service, leased, null);
  } catch (error) {
    const { code } = error as { code?: unknown };
    const trouble = mailTrouble(error);
    const last = leased.attempts >= mostAttempts || trouble.failure === 'refused';
    const event = last ? 'code-mail-dropped' : 'code-mail-failed';
    service.log.error({ event, attempt: leased.attempts, code });
    // Sooner than the lease would end: somebody waits for it.
    const again = new Date(service.clock().getTime() + 5_000 * 2 ** (leased.attempts - 1));
    await release(service, leased, last ? null : again);
    if (last) await giveUp(service, leased, trouble);
  }
}

/** Only our own lease: another code may have been asked for under way, and that is due by itself. */
async function release({ database }: Service, leased: MailedCode, nextAttemptAt: Date | null) {
  const { challengeHash, nextAttemptAt: until } = leased;
  await database.mailedCode.updateMany({
    where: { challengeHash, nextAttemptAt: until },
    data: { nextAttemptAt },
  });
}

async function giveUp({ database, clock }: Service, leased: MailedCode, trouble: MailTrouble) {
  const where = { hash: leased.challengeHash };
  const challenge = await database.challenge.findUnique({ where, select: { subjectId: true } });
  if (!challenge) return;
  const { subjectId } = challenge;
  const attempt = leased.attempts;
  await giveUpMail({ clock }, database, { subjectId, kind: 'mailed-code', attempt, trouble });
}

async function composeMail(service: Service, leased: MailedCode) {
  const { database } = service;
  const where = { hash: leased.challengeHash };
  const challenge = await database.challenge.findUnique({ where, select: { subjectId: true } });
  const subject = challenge && (await loadSubject(service, { id: challenge.subjectId }));
  const to = subject && unsealEmail(service, subject);
  const code = to && (await mint(service, subject, leased));
  if (!code) return null;
  const language = knownLanguage(subject.language);
  const { askedAt, address, place, browser, system } = leased;
  const message = renderMail('mailed-code', language, {
    code,
    minutes: codeMinutes,
    at: momentWords(askedAt, language),
    address,
    place: placeWords(place, language),
    device: deviceWords({ browser, system }, language),
    link: `${service.publicOrigin}/forgotten-password`,
  });
  return { to, message };
}

/**
 * Makes the code at the last moment: until then it exists nowhere. One of an earlier attempt is void, whether
 * or not it was mailed.
 *
 * @returns null where nobody waits for it any more.
 */
function mint(service: Service, { id }: Subject, leased: MailedCode): Promise<string | null> {
  const at = service.clock();
  const { challengeHash, nextAttemptAt } = leased;
  return service.database.$transaction(async (tx) => {
    await lockSubject(tx, id);
    const code = makeCode();
    const { count } = await tx.mailedCode.updateMany({
      where: {
        challengeHash,
        nextAttemptAt,
        challenge: { usedAt: null, attemptsLeft: { gt: 0 }, expiresAt: { gt: at } },
      },
      data: { codeHash: hashCode(service.keys, challengeHash, code) },
    });
    if (count === 0) return null;
    const line = { at, caller: 'auth', verb: 'send-code', subject: id, requestId: randomUUID() };
    await recordDecision(tx, { ...line, verdict: 'yes', because: 'mailed-code' });
    return code;
  });
}
