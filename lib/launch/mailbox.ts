import { mkdirSync } from 'node:fs';
import { MailDev } from 'maildev';
import { z } from 'zod';

// A mailbox for machines without an SMTP server: it takes every mail and shows it on a page. What it
// keeps are live links, so it listens on this machine only.
const settings = z
  .object({
    MAILBOX_PORT: z.coerce.number().int(),
    MAILBOX_SMTP_PORT: z.coerce.number().int(),
    MAILBOX_DIR: z.string(),
  })
  .parse(process.env);

mkdirSync(settings.MAILBOX_DIR, { recursive: true, mode: 0o700 });
const mailbox = new MailDev({
  smtp: settings.MAILBOX_SMTP_PORT,
  web: settings.MAILBOX_PORT,
  ip: '127.0.0.1',
  webIp: '127.0.0.1',
  mailDirectory: settings.MAILBOX_DIR,
  maxEmails: 2_000,
  silent: true,
});
await mailbox.start();
process.send?.({ type: 'ready' });

const stop = () => void mailbox.stop().finally(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('disconnect', stop);
