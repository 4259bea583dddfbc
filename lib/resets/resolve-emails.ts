import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { email } from '../auth/contract.ts';

/** A list of customers as somebody typed or pasted it, line by line. */
export interface ResolvedEmails {
  /** The customers' ids, each once. */
  ids: string[];
  /** Lines that are no email address, by number from one. */
  bad: { line: number; text: string }[];
  /** Addresses nobody here has. */
  unknown: string[];
}

/** Finds the customers on a list of email addresses, one a line. Empty lines are skipped; nothing else is. */
export async function resolveEmails(db: PrismaClient, typed: string): Promise<ResolvedEmails> {
  const bad: ResolvedEmails['bad'] = [];
  const emails = new Set<string>();
  for (const [index, raw] of typed.split(/\r\n|\r|\n/).entries()) {
    // Spreadsheets quote, and end a line with the comma of the column that was cut.
    const text = raw
      .replace(/[\s,;]+$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim();
    if (!text) continue;
    const parsed = email.safeParse(text);
    if (parsed.success) emails.add(parsed.data);
    else bad.push({ line: index + 1, text: text.toWellFormed().slice(0, 100) });
  }
  const known = await db.customer.findMany({
    where: { email: { in: [...emails] } },
    select: { id: true, email: true },
  });
  for (const customer of known) emails.delete(customer.email);
  return { ids: known.map(({ id }) => id), bad, unknown: [...emails] };
}
