import { type MailFailure, mailFailure } from '../../mail/mail-failure.ts';
import { safeReply } from '../../mail/safe-reply.ts';
import type { Service, Transaction } from './service.ts';

/** Why a mail did not go out, and what the mail server said, without anything that it may have quoted. */
export interface MailTrouble {
  failure: MailFailure;
  reply: string;
}

/** @param error whatever was thrown while the mail was made or sent. */
export function mailTrouble(error: unknown): MailTrouble {
  return { failure: mailFailure(error), reply: safeReply(error) };
}

/** Keeps that a mail was given up, for staff to see. */
export async function giveUpMail(
  { clock }: Pick<Service, 'clock'>,
  database: Pick<Transaction, 'mailFailed'>,
  mail: { subjectId: string; kind: string; attempt: number; trouble: MailTrouble },
): Promise<void> {
  const { subjectId, kind, attempt: attempts, trouble } = mail;
  const data = { subjectId, kind, attempts, ...trouble, failedAt: clock() };
  await database.mailFailed.create({ data, select: { id: true } });
}
