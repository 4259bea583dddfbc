import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { openPool } from '../../database/pool.ts';
import { notices } from '../../mail/templates.ts';
import { chooseMails } from '../../notifications/choose-mails.ts';
import { isOptional, mailsPerHour } from '../../notifications/kinds.ts';
import { queueNotice } from '../../notifications/queue-notice.ts';
import { freshDatabases } from '../../testing/databases.ts';
import { ofNobody } from './compose-notice.ts';
import { NotTaken, sendNotice } from './send-notice.ts';

let [db, other, manager, owner]: [PrismaClient, PrismaClient, PrismaClient, Pool] = [] as never;
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
  other = open(databases.manager.workerUrl);
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
  await Promise.all([db.$disconnect(), other.$disconnect(), manager.$disconnect(), owner.end()]);
});

beforeEach(() => owner.query('TRUNCATE notification, unwanted_mail, untold'));

const token = 'T'.repeat(43);
const publicUrl = new URL('https://panel.example');
const auth = (verdict: unknown = { verdict: 'yes', token, email: null }) => ({
  ask: async () => verdict,
});

async function mailsFor(payload: unknown, parts: object = {}) {
  const sent: { to: string; subject: string; text: string }[] = [];
  const send = async (to: string, mail: { subject: string; text: string }) => {
    sent.push({ to, ...mail });
  };
  const surroundings = { database: db, mailer: { send }, publicUrl, auth: auth(), ...parts };
  await sendNotice(surroundings as never, payload);
  return sent;
}

/** What the worker is given when this notice is queued. */
async function queuedPayload(customerId: string, notice: (typeof notices)[number]) {
  await owner.query('DELETE FROM notice');
  await queueNotice(manager, { customerId, notice, source, at });
  const { rows } = await owner.query('SELECT payload FROM notice');
  return rows[0].payload;
}

const plain = notices.filter((notice) => !ofNobody.includes(notice));

test.each(plain)(
  'a queued “%s” reaches its customer, with when, whence and with what',
  async (notice) => {
    const [mail, ...more] = await mailsFor(await queuedPayload(english, notice));
    expect(more).toEqual([]);
    expect(mail?.to).toBe('ada@example.com');
    for (const fact of ['2026', 'UTC', '127.0.0.1', 'Firefox on Linux']) {
      expect(mail?.text).toContain(fact);
    }
    expect(mail?.text).toContain(`https://panel.example/disown/link?token=${token}`);
    expect(mail?.subject).not.toContain(token);
  },
);

test('where the auth service makes no link the mail leads to a new password; where it is silent, it waits', async () => {
  const payload = await queuedPayload(english, 'password-changed');
  const [mail] = await mailsFor(payload, { auth: auth({ verdict: 'no' }) });
  expect(mail?.text).toContain('https://panel.example/forgotten-password');
  const silent = { auth: auth({ verdict: 'unavailable' }) };
  await expect(mailsFor(payload, silent)).rejects.toThrow('made no link');
});

test('a mail names whose network it was, and what that calls itself is no link', async () => {
  await owner.query('DELETE FROM notice');
  const elsewhere = { ...source, address: '52.94.0.1' };
  await queueNotice(manager, { customerId: french, notice: 'new-sign-in', source: elsewhere, at });
  const { rows } = await owner.query('SELECT payload FROM notice');
  const [mail] = await mailsFor(rows[0].payload);
  expect(mail?.text).toContain('52.94.0.1, États-Unis · Amazon com, Inc. (AS16509)');
});

test('its mail goes to the address that the auth service has, whatever stands in the manager’s table', async () => {
  const payload = await queuedPayload(english, 'password-changed');
  const verdict = { verdict: 'yes', token, email: 'ada@example.net' };
  const [mail, ...more] = await mailsFor(payload, { auth: auth(verdict) });
  expect([mail?.to, more]).toEqual(['ada@example.net', []]);
});

test('a reminder carries no link to disown what nobody did', async () => {
  const [mail] = await mailsFor(await queuedPayload(english, 'second-factor-missing'));
  expect(mail?.text).toContain('https://panel.example/security/authenticator');
  expect(mail?.text).not.toContain('disown');
});

test('a kind that was turned off is not mailed, and stands in the panel all the same', async () => {
  await chooseMails(manager, english, [], source);
  expect(await mailsFor(await queuedPayload(english, 'sessions-ended'))).toEqual([]);
  expect(await manager.notification.count({ where: { customerId: english } })).toBe(1);
});

test('a security kind cannot be turned off: not where it is stored, and not where it is sent', async () => {
  for (const kind of plain.filter((one) => !isOptional(one))) {
    const stored = manager.unwantedMail.create({ data: { customerId: english, kind } });
    await expect(stored).rejects.toThrow();
  }
  await owner.query('ALTER TABLE unwanted_mail DROP CONSTRAINT unwanted_mail_kind');
  await manager.unwantedMail.create({
    data: { customerId: english, kind: 'password-changed' },
  });
  expect(await mailsFor(await queuedPayload(english, 'password-changed'))).toHaveLength(1);
});

test('of a hundred at once two workers send no more than the bound, and hold the rest for the digest', async () => {
  const payloads = [];
  for (let count = 0; count < 100; count++)
    payloads.push(await queuedPayload(english, 'new-sign-in'));
  const mails = await Promise.all(
    payloads.map((payload, index) => mailsFor(payload, { database: index % 2 ? db : other })),
  );
  expect(mails.flat()).toHaveLength(mailsPerHour.provoked);
  const held = await manager.notification.count({ where: { heldAt: { not: null } } });
  expect(held).toBe(100 - mailsPerHour.provoked);
  const { rows: untold } = await owner.query(
    'SELECT since <= (SELECT min(held_at) FROM notification) AS from_the_first FROM untold',
  );
  expect(untold).toEqual([{ from_the_first: true }]);
  // What changes who can get in is counted by itself: no flood crowds it out.
  expect(await mailsFor(await queuedPayload(english, 'password-changed'))).toHaveLength(1);
  // And an hour later there is room, but not for what was held: it is told in the digest.
  await owner.query(`UPDATE notification SET mailed_at = mailed_at - interval '61 minutes'`);
  expect(await mailsFor(await queuedPayload(english, 'new-sign-in'))).toHaveLength(1);
  for (const payload of payloads) {
    const { rows } = await owner.query(
      'SELECT held_at FROM notification WHERE id = $1 AND held_at IS NOT NULL',
      [payload.notification],
    );
    if (rows.length > 0) expect(await mailsFor(payload)).toEqual([]);
  }
});

test('a mail that is tried again takes no second place of its hour', async () => {
  const payload = await queuedPayload(english, 'new-sign-in');
  for (let times = 0; times < 5; times++) expect(await mailsFor(payload)).toHaveLength(1);
  expect(await mailsFor(await queuedPayload(english, 'new-sign-in'))).toHaveLength(1);
});

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
  const parts = { database: db, mailer: { send }, publicUrl, auth: auth() };
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
