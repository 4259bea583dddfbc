// The manager's part of a sign-in, again and again, in a process that a test kills: ask, redeem the
// grant, write the session. Says `session` after each.
import { readFileSync } from 'node:fs';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { connectAuth } from '../../auth/connect.ts';
import { openPool } from '../../database/pool.ts';
import { startSession } from '../../sessions/start-session.ts';

const [socketPath = '', callerKeyFile = '', databaseUrl = '', email = '', password = ''] =
  process.argv.slice(2);
const database = new PrismaClient({ adapter: new PrismaPg(openPool(databaseUrl, 4)) });
const callerKey = readFileSync(callerKeyFile, 'utf8').trim();
const auth = connectAuth({ socketPath, caller: 'manager', callerKey });
const source = { address: '198.51.100.7' };

async function signIn() {
  const answer = await auth.ask('verify-password', { email, password, source });
  if (answer.verdict !== 'yes') return;
  const redeemed = await auth.ask('redeem-grant', { grant: answer.grant, purpose: 'sign-in' });
  if (redeemed.verdict !== 'yes') return;
  process.send?.('redeemed');
  await startSession(database, redeemed, { ...source, userAgent: 'test' });
  process.send?.('session');
}

async function forever() {
  for (;;) await signIn().catch(() => {});
}
await Promise.all([forever(), forever()]);
