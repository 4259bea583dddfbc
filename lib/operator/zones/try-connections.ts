import { withClient } from '../../database/roles.ts';
import type { Zones } from '../environment.ts';
import { type Attempt, kindOf } from './attempt.ts';

// No CONNECT, no pg_hba entry, or no such role there: each means that the door is shut.
const shut = ['42501', '28000', '28P01'];

/** Each zone opens its own database, and with the same role and password tries the other one. */
export async function tryConnections(zones: Zones): Promise<Attempt[]> {
  const { auth, manager, worker, operator } = zones;
  const tries = [
    ['auth', auth.databaseUrl, 'manager', manager.databaseUrl],
    ['manager', manager.databaseUrl, 'auth', auth.databaseUrl],
    ['worker', worker.databaseUrl, 'auth', auth.databaseUrl],
    ['operator', operator.databaseUrl, 'auth', auth.databaseUrl],
  ] as const;
  const attempts: Attempt[] = [];
  for (const [zone, own, otherName, other] of tries) {
    attempts.push(await reach(zone, own));
    attempts.push(await trespass(zone, otherName, own, other));
  }
  return attempts;
}

// Without this, a wrong password would make every refusal below look like a fence.
async function reach(zone: string, url: string): Promise<Attempt> {
  const attempt = 'opens its own database, so that refusals mean something';
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return { zone, attempt, result: 'holds' };
  } catch (error) {
    return { zone, attempt, result: 'UNCLEAR', detail: kindOf(error) };
  }
}

async function trespass(zone: string, name: string, own: string, other: string): Promise<Attempt> {
  const attempt = `connects to database ${name}`;
  const { username, password } = new URL(own);
  const url = new URL(other);
  url.username = username;
  url.password = password;
  try {
    await withClient(url.href, (client) => client.query('SELECT 1'));
    return { zone, attempt, result: 'ALLOWED' };
  } catch (error) {
    const code = kindOf(error);
    return { zone, attempt, result: shut.includes(code) ? 'refused' : 'UNCLEAR', detail: code };
  }
}
