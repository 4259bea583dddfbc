import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { email, type RequestOf, verbs } from '../../auth/contract.ts';
import type { CustomerColumn } from './customer-columns.ts';

/** What the auth service takes over. Secret: never printed. */
export type CredentialsRow = RequestOf<'import-credentials'>['rows'][number];

/** A row of the file that may be sent. */
export interface CustomerRow {
  line: number;
  /** As they stood, for the rejects file. */
  fields: string[];
  email: string;
  name: string;
  company: string;
  language: 'en' | 'fr';
  createdAt: Date;
  credentials: CredentialsRow;
}

const nameMaxLength = 200;
const longest: Partial<Record<CustomerColumn, number>> = { password_hash: 512, totp_secret: 256 };
const credentialsSchema = verbs['import-credentials'].request.shape.rows.element;
const dateSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/**
 * Makes a customer of a record, or says in words what is wrong with it. The words hold nothing of its
 * contents. What the password hash is worth is for the auth service to say.
 *
 * @param defaults.language for rows that name none.
 */
export function readCustomer(
  record: { line: number; fields: string[] },
  columns: Map<CustomerColumn, number>,
  defaults: { language: 'en' | 'fr'; now: Date },
): CustomerRow | string {
  const { line, fields } = record;
  if (fields.some((field) => field.includes('\0'))) return 'contains a NUL';
  const get = (column: CustomerColumn) => (fields[columns.get(column) ?? -1] ?? '').trim();
  for (const [column, length] of Object.entries(longest)) {
    if (get(column as CustomerColumn).length > length) return `${column} is too long`;
  }
  const address = email.safeParse(get('email'));
  if (!address.success) return get('email') ? 'email is malformed' : 'email is missing';
  const name = onOneLine(get('name'));
  const company = onOneLine(get('company'));
  if (!name) return 'name is missing';
  if (name.length > nameMaxLength) return 'name is too long';
  if (company.length > nameMaxLength) return 'company is too long';
  if (/\p{Cc}/u.test(name + company)) return 'name or company contains a control character';
  const language = get('language') || defaults.language;
  if (language !== 'en' && language !== 'fr') return 'language is neither en nor fr';
  const createdAt = readDate(get('created_at'), defaults.now);
  if (!createdAt) return 'created_at is not a date of the past';
  const changedAt = get('password_changed_at');
  const passwordSetAt = changedAt ? readDate(changedAt, defaults.now) : createdAt;
  if (!passwordSetAt) return 'password_changed_at is not a date of the past';
  if (!get('password_hash')) return 'password_hash is missing';
  const totpKey = get('totp_secret');
  const credentials: CredentialsRow = {
    subject: randomUUID(),
    email: address.data,
    language,
    passwordHash: get('password_hash'),
    passwordSetAt: passwordSetAt.toISOString(),
    ...(totpKey && { totpKey }),
  };
  // One row that breaks the contract would have its whole batch refused.
  if (!credentialsSchema.safeParse(credentials).success) return 'cannot be taken over';
  return { line, fields, email: address.data, name, company, language, createdAt, credentials };
}

// A name that stood on two lines of the file stands on one in the panel.
function onOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

function readDate(text: string, now: Date): Date | null {
  if (!dateSchema.safeParse(text).success) return null;
  const date = new Date(text);
  const aDayAhead = now.getTime() + 86_400_000;
  return date.getTime() > 0 && date.getTime() < aDayAhead ? date : null;
}
