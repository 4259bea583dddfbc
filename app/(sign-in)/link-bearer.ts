import 'server-only';
import { ask } from '../../lib/auth/client.ts';
import type { PasswordContext } from '../../lib/auth/contract.ts';
import { passwordContext } from '../../lib/customers/password-context.ts';
import { database } from '../../lib/manager/database.ts';
import { requestSource } from '../../lib/manager/request.ts';

interface LinkBearer {
  id: string;
  secondFactor: boolean;
  context: PasswordContext & { email?: string };
}

/**
 * Whose password a mailed link would set, as a guesser would know them. None of it is shown to whoever
 * holds the link, who may have stolen it. Null for a link that does not work, or that cannot be asked about.
 *
 * @param token secret.
 */
export async function findLinkBearer(token: string): Promise<LinkBearer | null> {
  const { address } = await requestSource();
  const verdict = await ask('inspect-link', { token, source: { address } });
  if (verdict.verdict !== 'yes') return null;
  const { subject: id, secondFactor } = verdict;
  try {
    const customer = await database().customer.findUnique({ where: { id } });
    if (!customer) return { id, secondFactor, context: {} };
    return { id, secondFactor, context: { ...passwordContext(customer), email: customer.email } };
  } catch {
    return { id, secondFactor, context: {} };
  }
}
