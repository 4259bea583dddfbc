import { expect } from '@playwright/test';
import { z } from 'zod';
import { bulkhead } from './bulkhead.ts';

const mailSchema = z.object({
  id: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  to: z.array(z.object({ address: z.string() })),
});
export type Mail = z.infer<typeof mailSchema>;

/** Every mail that has come for an address, as its owner would read it in the mailbox. */
export async function mailsTo(
  address: string,
  mailboxUrl = bulkhead().mailboxUrl,
): Promise<Mail[]> {
  const reply = await fetch(`${mailboxUrl}/api/email`);
  const mails = z.array(z.unknown()).parse(await reply.json());
  return mails
    .map((mail) => mailSchema.parse(mail))
    .filter((mail) => mail.to.some((to) => to.address === address));
}

/** Waits for a mail with this subject, the `nth` of its kind. */
export async function mailTo(
  address: string,
  subject: string | RegExp,
  nth = 1,
  mailboxUrl?: string,
): Promise<Mail> {
  const matching = async () =>
    (await mailsTo(address, mailboxUrl)).filter((mail) => mail.subject.match(subject) !== null);
  await expect
    .poll(async () => (await matching()).length, { message: `mail to ${address}`, timeout: 60_000 })
    .toBeGreaterThanOrEqual(nth);
  return (await matching())[nth - 1] as Mail;
}

/** Every code to sign in that has come for an address, oldest first. */
export async function codesTo(address: string): Promise<string[]> {
  const mails = await mailsTo(address);
  return mails.flatMap(({ text }) => /^\d{8}$/m.exec(text)?.[0] ?? []);
}

/** The one link of a mail that leads back to the panel. */
export function linkIn(mail: Mail): string {
  const [link] = mail.text.match(/https?:\S+/) ?? [];
  expect(link, 'a link in the mail').toBeTruthy();
  return link as string;
}
