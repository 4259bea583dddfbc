import { randomBytes, randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { openPool } from '../lib/database/pool.ts';
import { withClient } from '../lib/database/roles.ts';
import { approveReset } from '../lib/resets/approve-reset.ts';
import { startReset } from '../lib/resets/start-reset.ts';
import { findSession } from '../lib/sessions/find-session.ts';
import { hashSessionToken } from '../lib/sessions/session-token.ts';
import { totpCode } from '../lib/testing/totp-code.ts';
import { PrismaClient } from '../prisma/manager/client/client.ts';
import { fillAuth, fillManager } from './crowd.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import {
  type Customer,
  type Installation,
  importCustomers,
  newCustomers,
  openInstallation,
  password,
} from './installation.ts';
import { median } from './load.ts';
import { updateEach } from './one-by-one.ts';

const [few, many, rounds] = [10_000, 1_000_000, 5];
const source = { address: '198.18.0.1' };

interface Bench {
  databases: Databases;
  installation: Installation;
  db: PrismaClient;
  owners: { auth: Pool; manager: Pool };
}

/**
 * From a second member's approval of a reset of everyone until an old password is refused and a session is
 * dead, with ten thousand customers and a million; beside one UPDATE a customer.
 */
export async function measureCampaigns(databases: Databases): Promise<Figure[]> {
  const installation = await openInstallation(databases.authUrl, 10);
  const { ownerUrls } = databases;
  const owners = { auth: openPool(ownerUrls.auth, 2), manager: openPool(ownerUrls.manager, 2) };
  const db = new PrismaClient({ adapter: new PrismaPg(openPool(databases.managerUrl, 4)) });
  const bench = { databases, installation, db, owners };
  try {
    await fill(databases, few);
    const atFew = await measure(bench);
    await fill(databases, many - few);
    const atMany = await measure(bench);
    const peer = await updateEach(databases, many);
    const what = 'from approval to an old password refused and a session dead';
    const beside = { what: 'among ten thousand', value: atFew };
    return [
      ratio(`${what}, a million`, atMany, 'ms', beside, { kind: 'aim', most: 1.2 }),
      plain(`${what}, a million`, atMany, 'ms', { kind: 'limit', most: 1_000 }),
      ratio(`${what}, a million`, atMany, 'ms', { what: 'one UPDATE a customer', value: peer }),
    ];
  } finally {
    await db.$disconnect();
    await Promise.all([owners.auth.end(), owners.manager.end()]);
    await installation.stop();
  }
}

async function fill(databases: Databases, count: number): Promise<void> {
  await withClient(databases.ownerUrls.auth, (client) => fillAuth(client, count));
  await withClient(databases.ownerUrls.manager, (client) => fillManager(client, count));
}

async function measure(bench: Bench): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await measureOnce(bench));
  return median(times);
}

/** The members and the customer are new in each round: those of the one before are behind its cutoff. */
async function measureOnce({ installation, db, owners }: Bench): Promise<number> {
  const { operator, manager } = installation;
  const keys = [newKey(), newKey()];
  const [first, second, customer] = newCustomers(3).map((one) => ({ ...one, ...source }));
  if (!first || !second || !customer) throw new Error('nobody was made');
  const people = [first, second, customer];
  await importCustomers(operator, people, { setAt: new Date(), totpKeys: keys });
  const ids = [first.subject, second.subject];
  await owners.auth.query(`UPDATE subject SET staff_role = 'security' WHERE id = ANY ($1)`, [ids]);
  await owners.manager.query(
    `INSERT INTO customer (id, email, name, language)
     SELECT id, id || '@example.com', 'A', 'en' FROM unnest($1::uuid[]) id`,
    [people.map(({ subject }) => subject)],
  );
  const token = await openSession(db, customer);
  const door = { db, ask: manager.ask };
  const scope = { kind: 'all', code: totpCode(keys[0] ?? '') } as const;
  const wish = { scope, reason: 'A list was found.', staff: first.subject, source };
  const { id: reset, result } = await startReset(door, wish);
  if (result !== 'proposed') throw new Error(`a reset of many was ${result}`);
  const code = totpCode(keys[1] ?? '');

  const since = performance.now();
  const decided = await approveReset(door, { reset, staff: second.subject, code, source });
  const [answer, session] = await Promise.all([
    manager.ask('verify-password', { email: customer.email, password, source }),
    findSession(db, token),
  ]);
  const ms = performance.now() - since;
  if (decided !== 'done') throw new Error(`an approval was ${decided}`);
  if (answer.verdict !== 'reset-required') throw new Error('an old password was not refused');
  if (session) throw new Error('a session outlived the reset');
  return ms;
}

function newKey(): string {
  return [...randomBytes(32)]
    .map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte & 31))
    .join('');
}

async function openSession(db: PrismaClient, { subject }: Pick<Customer, 'subject'>) {
  const token = randomBytes(32).toString('base64url');
  const now = new Date();
  await db.session.create({
    data: {
      id: randomUUID(),
      tokenHash: hashSessionToken(token),
      customerId: subject,
      secondFactor: false,
      address: source.address,
      userAgent: '',
      startedAt: now,
      lastUsedAt: now,
    },
  });
  if (!(await findSession(db, token))) throw new Error('a session did not open');
  return token;
}
