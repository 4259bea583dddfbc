import 'server-only';
import { ask } from '../auth/client.ts';

/** Whether an account has an authenticator; an auth service that does not answer counts as none. */
export async function hasSecondFactor(customerId: string): Promise<boolean> {
  const factors = await ask('describe-factors', { subject: customerId });
  return factors.verdict === 'yes' && factors.totpSince !== null;
}
