import 'server-only';
import { email as emailSchema } from '../auth/contract.ts';
import { database } from '../manager/database.ts';

/**
 * The id of the customer with this email, compared as the auth service compares it. Null when there is
 * none, and when the database cannot be asked: nothing is decided by it, only recorded.
 */
export async function findCustomerId(email: string): Promise<string | null> {
  const parsed = emailSchema.safeParse(email);
  if (!parsed.success) return null;
  try {
    const where = { email: parsed.data };
    return (await database().customer.findUnique({ where, select: { id: true } }))?.id ?? null;
  } catch {
    return null;
  }
}
