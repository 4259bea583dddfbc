import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { openPool } from '../../database/pool.ts';
import { notices } from '../../mail/templates.ts';
import { queueNotice } from '../../notifications/queue-notice.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { NotTaken, sendNotice } from './send-notice.ts';

let [db, manager, owner]: [PrismaClient, PrismaClient, Pool] = [] as never;
const [english, french] = [randomUUID(), randomUUID()];
const source = {
  address: '127.0.0.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};
const at = new Date('2026-05-06T07:08:09Z');

beforeAll(async () => {
  const databases = await freshDatabases();
  const open = (url: string) => new PrismaClient({ adapter: new PrismaPg(openPool(url, 3)) });
  db = open(databases.manager.workerUrl);
  manager = open(databases.manager.appUrl);
  owner = openPool(databases.manager.ownerUrl, 2);
  await manager.customer.createMany({
    data: [
      { id: english, email: 'ada@example.com', name: 'Ada', language: 'en' },
      { id: french, email: 'eve@example.com', name: 'Eve', language: 'fr' },
    ],
  });
});
afterAll(async () => {
  await Promise.all([db.$disconnect(), manager.$disconnect(), owner.end()]);
});

async function mailsFor(payload: unknown) {
  const sent: { to: string; subject: string; text: string }[] = [];
  const send = async (to: string, mail: { subject: string; text: string }) => {
    sent.push({ to, ...mail });
  };
  const publicUrl = new URL('https://panel.example');
  await sendNotice({ database: db, mailer: { send }, publicUrl } as never, payload);
  return sent;
}

/** What the worker is given when this notice is queued. */
async function queuedPayload(customerId: string, notice: (typeof notices)[number]) {
  await owner.query('DELETE FROM notice');
  await queueNotice(manager, { customerId, notice, source, at });
  const { rows } = await owner.query('SELECT payload FROM notice');
  return rows[0].payload;
}

test.each(notices)(
  'a queued “%s” reaches its customer, with when, whence and with what',
  async (notice) => {
    const [mail, ...more] = await mailsFor(await queuedPayload(english, notice));
    expect(more).toEqual([]);
    expect(mail?.to).toBe('ada@example.com');
    for (const fact of ['2026', 'UTC', '127.0.0.1', 'Firefox on Linux', 'https://panel.example/']) {
      expect(mail?.text).toContain(fact);
    }
  },
);

test('it is written in the customer’s language', async () => {
  const [mail] = await mailsFor(await queuedPayload(french, 'password-changed'));
  expect(mail?.text).toMatch(/^Bonjour/);
  expect(mail?.text).toContain('Firefox sur Linux');
});

test('it is queued with the id of the request it comes from', async () => {
  await owner.query('DELETE FROM graphile_worker._private_jobs');
  const requestId = randomUUID();
  const asked = { ...source, requestId };
  await queueNotice(manager, {
    customerId: english,
    notice: 'password-changed',
    source: asked,
    at,
  });
  const { rows } = await owner.query('SELECT payload FROM graphile_worker._private_jobs');
  expect(rows).toEqual([
    { payload: { customerId: english, notice: 'password-changed', requestId } },
  ]);
});

test('a notice of a change that was rolled back is never sent', async () => {
  await owner.query('DELETE FROM graphile_worker._private_jobs');
  await owner.query('DELETE FROM notice');
  const undone = manager.$transaction(async (tx) => {
    await queueNotice(tx, { customerId: english, notice: 'password-changed', source, at });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect((await owner.query('SELECT FROM graphile_worker._private_jobs')).rowCount).toBe(0);
  expect((await owner.query('SELECT FROM notice')).rowCount).toBe(0);
});

test('for somebody unknown nothing is sent, and a payload that is none is an error', async () => {
  const payload = await queuedPayload(english, 'new-sign-in');
  expect(await mailsFor({ ...payload, customerId: randomUUID() })).toEqual([]);
  for (const broken of [null, {}, { ...payload, notice: 'anything' }]) {
    await expect(mailsFor(broken)).rejects.toThrow();
  }
});

test('a mail that is not taken is an error that names nobody', async () => {
  const payload = await queuedPayload(english, 'password-changed');
  const send = async () => {
    throw Object.assign(new Error('550 <ada@example.com>'), {
      code: 'EENVELOPE',
      responseCode: 550,
    });
  };
  const parts = { database: db, mailer: { send }, publicUrl: new URL('https://panel.example') };
  const failure = await sendNotice(parts as never, payload).catch((error: Error) => error);
  expect(failure).toBeInstanceOf(NotTaken);
  expect((failure as Error).message).not.toContain('ada');
});

test('the time is that of the customer’s zone, which is named', async () => {
  await manager.customer.update({
    where: { id: french },
    data: { timeZone: 'Europe/Paris' },
    select: { id: true },
  });
  const [mail] = await mailsFor(await queuedPayload(french, 'new-sign-in'));
  expect(mail?.text).toContain('09:08 (Europe/Paris)');
});
