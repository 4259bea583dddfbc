import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { doorVariables, readDoor } from '../auth/door.ts';

const schema = z.object({
  WORKER_DATABASE_URL: z.url(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: z.email(),
  MAILS_PER_MINUTE: z.coerce.number().int().min(1),
  MAILS_PER_MINUTE_AND_DOMAIN: z.coerce.number().int().min(1),
  ACTIVITY_DAYS: z.coerce.number().int().min(90).max(36_500).default(400),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  ...doorVariables,
  AUTH_CALLER_KEY_FILE: z.string().min(1),
});

/**
 * What the worker is told by its surroundings, read and checked once. Its database URL and caller key
 * are secret.
 *
 * @throws when a variable is missing or malformed; the message names it and never its value.
 */
export function readEnvironment() {
  const parsed = schema.safeParse(process.env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`The worker's environment is incomplete or malformed: ${names}.`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.WORKER_DATABASE_URL,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    mailsPerMinute: values.MAILS_PER_MINUTE,
    mailsPerMinuteAndDomain: values.MAILS_PER_MINUTE_AND_DOMAIN,
    activityDays: values.ACTIVITY_DAYS,
    publicUrl: new URL(values.PUBLIC_URL),
    authDoor: readDoor(values),
    authCallerKey: readFileSync(values.AUTH_CALLER_KEY_FILE, 'utf8').trim(),
  };
}
