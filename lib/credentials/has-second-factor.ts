import 'server-only';
import { ask } from '../auth/client.ts';
import { methodsOf } from './second-factors.ts';

/** Whether an account has a second factor; an auth service that does not answer counts as none. */
export async function hasSecondFactor(customerId: string): Promise<boolean> {
  const factors = await ask('describe-factors', { subject: customerId });
  return factors.verdict === 'yes' && methodsOf(factors).length > 0;
}
