import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectAuth } from '../auth/connect.ts';
import { LaunchError } from './launch-error.ts';
import type { Zones } from './zones-file.ts';

/**
 * Makes the one-time link of the first set-up, unless there is a staff member already. The service
 * learns only the token's hash; an earlier link that was not used stops working.
 *
 * @returns the link, a secret to be shown on the operator's terminal only; or undefined.
 */
export async function openSetup(operator: Zones['operator'], publicUrl: URL) {
  const token = randomBytes(32).toString('base64url');
  const auth = connectAuth({
    socketPath: operator.authSocket,
    caller: 'operator',
    callerKey: readFileSync(operator.callerKeyFile, 'utf8').trim(),
  });
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const { verdict } = await auth.ask('open-setup', { tokenHash });
  if (verdict === 'closed') return undefined;
  if (verdict !== 'yes') throw new LaunchError('The auth service did not open the first set-up.');
  return new URL(`/setup/link?token=${token}`, publicUrl).href;
}
