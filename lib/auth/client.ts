import 'server-only';
import { environment } from '../manager/environment.ts';
import { type AuthConnection, connectAuth } from './connect.ts';

let connection: AuthConnection | undefined;

/** Asks the auth service, as the manager. See {@link AuthConnection.ask}. */
export const ask: AuthConnection['ask'] = (verb, request) => {
  connection ??= connectAuth({
    socketPath: environment().authSocket,
    caller: 'manager',
    callerKey: environment().authCallerKey,
  });
  return connection.ask(verb, request);
};
