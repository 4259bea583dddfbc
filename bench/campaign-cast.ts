import { randomBytes, randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { openPool } from '../lib/database/pool.ts';
import { findSession } from '../lib/sessions/find-session.ts';
import { hashSessionToken } from '../lib/sessions/session-token.ts';
import { totpCode } from '../lib/testing/totp-code.ts';
import { PrismaClient } from '../prisma/manager/client/client.ts';
import type { Databases } from './databases.ts';
import {
  type Customer,
  type Installation,
  importCustomers,
  newCustomers,
  openInstallation,
  password,
} from './installation.ts';

export const source = { address: '198.18.0.1' };

export interface Bench {
  databases: Databases;
  installation: Installation;
  /** As the manager. */
  db: PrismaClient;
  workerDb: PrismaClient;
  owners: { auth: Pool; manager: Pool };
}

/** Runs with an auth service and clients of its databases' own, and stops them. */
export async function withBench<T>(
  databases: Databases,
  run: (bench: Bench) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(databases.authUrl, 10);
  const { ownerUrls } = databases;
  const owners = { auth: openPool(ownerUrls.auth, 2), manager: openPool(ownerUrls.manager, 2) };
  const client = (url: string) => new PrismaClient({ adapter: new PrismaPg(openPool(url, 4)) });
  const [db, workerDb] = [client(databases.managerUrl), client(databases.workerUrl)];
  try {
    return await run({ databases, installation, db, workerDb, owners });
  } finally {
    await Promise.all([db.$disconnect(), workerDb.$disconnect()]);
    await Promise.all([owners.auth.end(), owners.manager.end()]);
    await installation.stop();
  }
}

export type Cast = Awaited<ReturnType<typeof castMembers>>;

/**
 * Two members of security, and a customer who is signed in. New in each round: those of the one before are
 * behind its cutoff.
 */
export async function castMembers({ installation, db, owners }: Bench) {
  const keys = [newKey(), newKey()];
  const [first, second, customer] = newCustomers(3).map((one) => ({ ...one, ...source }));
  if (!first || !second || !customer) throw new Error('nobody was made');
  const people = [first, second, customer];
  await importCustomers(installation.operator, people, { setAt: new Date(), totpKeys: keys });
  const ids = [first.subject, second.subject];
  await owners.auth.query(`UPDATE subject SET staff_role = 'security' WHERE id = ANY ($1)`, [ids]);
  await owners.manager.query(
    `INSERT INTO customer (id, email, name, language)
     SELECT id, id || '@example.com', 'A', 'en' FROM unnest($1::uuid[]) id`,
    [people.map(({ subject }) => subject)],
  );
  const token = await openSession(db, customer);
  return { first, second, customer, token, code: (member: 0 | 1) => totpCode(keys[member] ?? '') };
}

/** Asks as the customer, with the old password and with the old session. @throws where either opens. */
export async function expectRefused(
  { installation, db }: Bench,
  { customer, token }: Cast,
): Promise<void> {
  const [answer, session] = await Promise.all([
    installation.manager.ask('verify-password', { email: customer.email, password, source }),
    findSession(db, token),
  ]);
  if (answer.verdict !== 'reset-required') throw new Error('an old password was not refused');
  if (session) throw new Error('a session outlived the reset');
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
