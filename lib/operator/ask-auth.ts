import type { AuthConnection } from '../auth/connect.ts';
import type { RequestOf, Verb, VerdictOf } from '../auth/contract.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Asks the auth service one question whose answer can only be yes.
 *
 * @throws {OperatorError} when it does not answer, or says anything else.
 */
export async function askAuth<V extends Verb>(
  auth: AuthConnection,
  verb: V,
  request: RequestOf<V>,
): Promise<Extract<VerdictOf<V>, { verdict: 'yes' }>> {
  const answer = await auth.ask(verb, request);
  if (answer.verdict !== 'yes') {
    throw new OperatorError(
      answer.verdict === 'unavailable'
        ? 'The auth service does not answer. Nothing was changed; try again in a minute.'
        : 'The auth service refused.',
    );
  }
  return answer as Extract<VerdictOf<V>, { verdict: 'yes' }>;
}
