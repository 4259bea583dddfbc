import 'server-only';
import { ask } from '../auth/client.ts';

/** By what a customer proves who they are: the second factor where one is enrolled. Null: it is not known now. */
export async function provenBy(customer: {
  id: string;
}): Promise<'second-factor' | 'password' | null> {
  const factors = await ask('describe-factors', { subject: customer.id });
  if (factors.verdict !== 'yes') return null;
  return factors.totpSince === null ? 'password' : 'second-factor';
}
