import { readFileSync } from 'node:fs';
import { type AuthConnection, connectAuth } from '../auth/connect.ts';
import type { OperatorZone } from './environment.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Opens the auth service's door as the operator, who may open the first set-up and import.
 *
 * @throws {OperatorError} when the operator's key cannot be read.
 */
export function connectOperator({ authDoor, callerKeyFile }: OperatorZone): AuthConnection {
  let callerKey: string;
  try {
    callerKey = readFileSync(callerKeyFile, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`The operator's key ${callerKeyFile} cannot be read (${code}).`);
  }
  return connectAuth({ ...authDoor, caller: 'operator', callerKey });
}
