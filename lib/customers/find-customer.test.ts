import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { openPool } from '../database/pool.ts';
import { freshDatabases } from '../testing/databases.ts';
import { findCustomer } from './find-customer.ts';

let db: PrismaClient;
const id = randomUUID();

beforeAll(async () => {
  const { manager } = await freshDatabases();
  db = new PrismaClient({ adapter: new PrismaPg(openPool(manager.appUrl, 3)) });
  await db.customer.create({
    data: { id, email: 'ada@example.com', name: 'Ada', language: 'en' },
  });
});
afterAll(() => db.$disconnect());

test.each(['ada@example.com', 'ADA@Example.com', id])('%s is hers', async (typed) => {
  expect((await findCustomer(db, typed))?.id).toBe(id);
});

test.each(['', 'ada', '%@example.com', 'ada@example.com\0', "' OR 1=1 --", randomUUID()])(
  '%j is nobody’s',
  async (typed) => {
    expect(await findCustomer(db, typed)).toBeNull();
  },
);
