import { readFileSync } from 'node:fs';
import { type AuthConnection, connectAuth } from '../auth/connect.ts';
import type { Zones } from './environment.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Opens the auth service's door as the operator, who may open the first set-up and import.
 *
 * @throws {OperatorError} when the operator's key cannot be read.
 */
export function connectOperator({ authSocket, callerKeyFile }: Zones['operator']): AuthConnection {
  let callerKey: string;
  try {
    callerKey = readFileSync(callerKeyFile, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`The operator's key ${callerKeyFile} cannot be read (${code}).`);
  }
  return connectAuth({ socketPath: authSocket, caller: 'operator', callerKey });
}
