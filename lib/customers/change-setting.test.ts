import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { changeSetting } from './change-setting.ts';

const { db, customer } = await openManagerBench(3);

test('a setting that changes stands in the history, and one that stays does not', async () => {
  const [customerId, source] = [await customer(), { address: '192.0.2.1', userAgent: 'test' }];
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
