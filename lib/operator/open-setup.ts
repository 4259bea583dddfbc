import { createHash, randomBytes } from 'node:crypto';
import { connectOperator } from './connect-operator.ts';
import type { OperatorZone } from './environment.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Makes the one-time link of the first set-up, unless there is a staff member already. The service
 * learns only the token's hash; an earlier link that was not used stops working.
 *
 * @returns the link, a secret to be shown on the operator's terminal only; or undefined.
 */
export async function openSetup(operator: OperatorZone, publicUrl: URL) {
  const token = randomBytes(32).toString('base64url');
  const auth = connectOperator(operator);
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const { verdict } = await auth.ask('open-setup', { tokenHash });
  if (verdict === 'closed') return undefined;
  if (verdict !== 'yes') throw new OperatorError('The auth service did not open the first set-up.');
  return new URL(`/setup/link?token=${token}`, publicUrl).href;
}
