import 'server-only';
import { environment } from '../manager/environment.ts';
import { managerLog } from '../manager/log.ts';
import { currentRequestId } from '../manager/request.ts';
import { type AuthConnection, connectAuth } from './connect.ts';

let connection: AuthConnection | undefined;

/**
 * Asks the auth service, as the manager and for the request under way. See {@link AuthConnection.ask}.
 * Who gets no trustworthy answer is told so in plain words; that it happened stands in the log.
 */
export const ask: AuthConnection['ask'] = async (verb, request, requestId) => {
  connection ??= connectAuth({
    ...environment().authDoor,
    caller: 'manager',
    callerKey: environment().authCallerKey,
  });
  const id = requestId ?? (await currentRequestId());
  const verdict = await connection.ask(verb, request, id);
  if (verdict.verdict === 'unavailable') {
    managerLog().error({ event: 'auth-unavailable', verb, requestId: id });
  }
  return verdict;
};
