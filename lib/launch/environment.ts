import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { LaunchError } from './launch-error.ts';

const root = path.resolve(import.meta.dirname, '../..');
const port = z.coerce.number().int().min(1).max(65_535);
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

const schema = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: port.default(3000),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    DATA_DIR: z.string().min(1).default('.data'),
    DATABASE_URL: databaseUrl.optional(),
    AUTH_DATABASE_URL: databaseUrl.optional(),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAILBOX_PORT: port.default(1080),
    MAIL_FROM: z.email().default('bulkhead@localhost.localdomain'),
    MAILS_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(600),
    MAILS_PER_MINUTE_AND_DOMAIN: z.coerce.number().int().min(1).max(100_000).default(300),
    ACTIVITY_DAYS: z.coerce.number().int().min(90).max(36_500).default(400),
    TRUSTED_PROXIES: z.string().default(''),
    STAFF_VIEWS: z.enum(['tell', 'keep']).default('tell'),
    AUTH_KEYS_COMMAND: z.string().optional(),
    AUTH_KEYS_URL: z.string().optional(),
    AUTH_KEYS_TOKEN_FILE: z.string().optional(),
    AUTH_CHECKPOINTS_FILE: z.string().optional(),
    AUTH_WATCH: z
      .string()
      .regex(/^(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i)
      .optional(),
    AUTH_BREACHED_API_URL: z.string().optional(),
    WEAK_PASSWORDS: z.enum(['tell', 'change']).default('tell'),
    MAILED_CODE: z.enum(['unknown-device', 'never']).default('unknown-device'),
    APPROVAL_ABOVE: z.coerce.number().int().min(0).max(1_000_000_000).default(100),
    BCRYPT_COST: z.coerce.number().int().min(10).max(15).default(12),
  })
  .refine((values) => !values.DATABASE_URL === !values.AUTH_DATABASE_URL, {
    path: ['DATABASE_URL'],
    message: 'set it together with AUTH_DATABASE_URL, or neither',
  })
  .refine((values) => !values.AUTH_KEYS_COMMAND || !values.AUTH_KEYS_URL, {
    path: ['AUTH_KEYS_URL'],
    message: 'set it or AUTH_KEYS_COMMAND, not both',
  })
  .refine((values) => values.SMTP_URL || values.MAILBOX_PORT !== values.PORT, {
    path: ['MAILBOX_PORT'],
    message: 'it must be another than PORT',
  });

/** What `npm start` is told: variables of the environment, or of a file `.env` beside package.json. */
export interface LaunchSettings {
  host: string;
  port: number;
  publicUrl: URL;
  /** Holds the embedded PostgreSQL, keys and logs. */
  dataDir: string;
  /** Owner URLs of databases of the operator's own. Secret. */
  owners: { manager: string; auth: string } | undefined;
  smtpUrl: string | undefined;
  mailboxPort: number;
  mailFrom: string;
  mailsPerMinute: number;
  mailsPerMinuteAndDomain: number;
  /** Days that activity is kept. */
  activityDays: number;
  trustedProxies: string;
  /** Whether the manager tells customers that staff viewed their account. */
  staffViews: 'tell' | 'keep';
  /** Where the auth service takes its keys from, as its own variables; none: from a file of its own. */
  authKeys: Record<string, string>;
  /** Where the journal's signed checkpoints are appended. */
  checkpointsFile: string;
  /** host:port where the auth service may be watched; none: nowhere. */
  authWatch: string | undefined;
  /** A k-anonymity API of breached passwords for the auth service to ask. */
  breachedApiUrl: string | undefined;
  /** What the auth service does about a right password that is weak. */
  weakPasswords: 'tell' | 'change';
  /** When the auth service mails a code before a password opens. */
  mailedCode: 'unknown-device' | 'never';
  approvalAbove: number;
  bcryptCost: number;
}

/** @throws {LaunchError} naming the variable that cannot be used and why. */
export function readSettings(): LaunchSettings {
  const file = path.join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LaunchError(`${issue?.path.join('.')} cannot be used: ${issue?.message}.`);
  }
  const values = parsed.data;
  const owners =
    values.DATABASE_URL && values.AUTH_DATABASE_URL
      ? { manager: values.DATABASE_URL, auth: values.AUTH_DATABASE_URL }
      : undefined;
  const dataDir = path.resolve(root, values.DATA_DIR);
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`),
    dataDir,
    owners,
    smtpUrl: values.SMTP_URL,
    mailboxPort: values.MAILBOX_PORT,
    mailFrom: values.MAIL_FROM,
    mailsPerMinute: values.MAILS_PER_MINUTE,
    mailsPerMinuteAndDomain: values.MAILS_PER_MINUTE_AND_DOMAIN,
    activityDays: values.ACTIVITY_DAYS,
    trustedProxies: values.TRUSTED_PROXIES,
    staffViews: values.STAFF_VIEWS,
    authKeys: {
      ...(values.AUTH_KEYS_COMMAND && { AUTH_KEYS_COMMAND: values.AUTH_KEYS_COMMAND }),
      ...(values.AUTH_KEYS_URL && { AUTH_KEYS_URL: values.AUTH_KEYS_URL }),
      ...(values.AUTH_KEYS_TOKEN_FILE && { AUTH_KEYS_TOKEN_FILE: values.AUTH_KEYS_TOKEN_FILE }),
    },
    checkpointsFile: path.resolve(dataDir, values.AUTH_CHECKPOINTS_FILE ?? 'checkpoints.jsonl'),
    authWatch: values.AUTH_WATCH,
    breachedApiUrl: values.AUTH_BREACHED_API_URL,
    weakPasswords: values.WEAK_PASSWORDS,
    mailedCode: values.MAILED_CODE,
    approvalAbove: values.APPROVAL_ABOVE,
    bcryptCost: values.BCRYPT_COST,
  };
}
