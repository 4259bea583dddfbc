import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { openPool } from '../database/pool.ts';
import { freshDatabases } from '../testing/databases.ts';
import { changeSetting } from './change-setting.ts';

let db: PrismaClient;
beforeAll(async () => {
  const { manager } = await freshDatabases();
  db = new PrismaClient({ adapter: new PrismaPg(openPool(manager.appUrl, 3)) });
});
afterAll(() => db.$disconnect());

test('a setting that changes stands in the history, and one that stays does not', async () => {
  const [customerId, source] = [randomUUID(), { address: '192.0.2.1', userAgent: 'test' }];
  const person = { id: customerId, email: 'ada@example.com', name: 'Ada', language: 'en' };
  await db.customer.create({ data: person });
  for (const timeZone of ['Asia/Tokyo', 'Asia/Tokyo', 'Europe/Paris']) {
    await changeSetting(db, { customerId, setting: 'time-zone', source }, { timeZone });
  }
  for (const language of ['en', 'fr']) {
    await changeSetting(db, { customerId, setting: 'language', source }, { language });
  }
  expect(await db.customer.findUnique({ where: { id: customerId } })).toMatchObject({
    timeZone: 'Europe/Paris',
    language: 'fr',
  });
  const entries = await db.activity.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  expect(entries.map(({ kind, outcome, detail }) => ({ kind, outcome, detail }))).toEqual(
    ['time-zone', 'time-zone', 'language'].map((setting) => ({
      kind: 'setting-changed',
      outcome: 'yes',
      detail: { setting },
    })),
  );
});

test('nothing is set for nobody', async () => {
  const of = {
    customerId: randomUUID(),
    setting: 'language',
    source: { address: '', userAgent: '' },
  };
  await expect(changeSetting(db, of as never, { language: 'fr' })).rejects.toThrow();
});
