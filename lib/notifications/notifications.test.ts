import { beforeEach, expect, test } from 'vitest';
import { notices } from '../mail/templates.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { chooseMails, listUnwanted } from './choose-mails.ts';
import { countUnread, unreadMax } from './count-unread.ts';
import { boundOf, optionalKinds } from './kinds.ts';
import { listNotifications, readNotificationCursor } from './list-notifications.ts';
import { markRead } from './mark-read.ts';
import { queueNotice } from './queue-notice.ts';

const { db, owner, customer } = await openManagerBench(3);
const [ada, eve] = [await customer(), await customer()];
const source = { address: '203.0.113.9', userAgent: 'a browser' };
const minute = (number: number) => new Date(Date.parse('2026-05-06T00:00:00Z') + number * 60_000);

beforeEach(() => owner.query('TRUNCATE notification, unwanted_mail'));

const tell = (customerId: string, at: Date) =>
  queueNotice(db, { customerId, notice: 'password-changed', source, at });

test('each is listed once over the pages, newest first, of one moment too, and only one’s own', async () => {
  for (let number = 0; number < 45; number++) await tell(ada, minute(Math.floor(number / 3)));
  await tell(eve, minute(0));
  const seen: string[] = [];
  let before: string | undefined;
  let pages = 0;
  do {
    const cursor = readNotificationCursor(before);
    const page = await listNotifications(db, { customerId: ada, before: cursor });
    seen.push(...page.notifications.map(({ at, id }) => `${at.toISOString()} ${id}`));
    before = page.older;
    pages++;
  } while (before);
  expect(pages).toBe(3);
  expect(new Set(seen).size).toBe(45);
  expect(seen).toEqual(seen.toSorted().toReversed());
});

test('a cursor that is none means the first page', () => {
  for (const value of [undefined, '', '1', '1.2', `1.${ada}x`, `${'9'.repeat(16)}.${ada}`, ['1']]) {
    expect(readNotificationCursor(value)).toBeUndefined();
  }
});

test('the unread are counted, and no further than the bell shows', async () => {
  expect(await countUnread(db, ada)).toBe(0);
  for (let number = 0; number < 120; number++) await tell(ada, minute(number));
  expect(await countUnread(db, ada)).toBe(unreadMax + 1);
  expect(await countUnread(db, eve)).toBe(0);
});

test('marking all as read leaves what came after the page was shown, and nobody marks another’s', async () => {
  for (let number = 0; number < 4; number++) await tell(ada, minute(number));
  const { notifications } = await listNotifications(db, { customerId: ada });
  const [newest] = notifications;
  await markRead(db, eve, { until: minute(10) });
  await markRead(db, eve, { id: newest?.id ?? '' });
  expect(await countUnread(db, ada)).toBe(4);
  await markRead(db, ada, { until: minute(1) });
  expect(await countUnread(db, ada)).toBe(2);
  await markRead(db, ada, { id: newest?.id ?? '' });
  expect(await countUnread(db, ada)).toBe(1);
});

test('the manager cannot change what was told, nor take it back', async () => {
  await tell(ada, minute(0));
  const where = { customerId: ada };
  await expect(
    db.notification.updateMany({ where, data: { kind: 'new-sign-in' } }),
  ).rejects.toThrow();
  await expect(db.notification.deleteMany({ where })).rejects.toThrow();
});

test('what is mailed is chosen as a whole, and again', async () => {
  await chooseMails(db, ada, ['sessions-ended'], source);
  await chooseMails(db, ada, ['sessions-ended'], source);
  expect([...(await listUnwanted(db, ada))].sort()).toEqual(
    optionalKinds.filter((kind) => kind !== 'sessions-ended').sort(),
  );
  await chooseMails(db, ada, optionalKinds, source);
  expect(await listUnwanted(db, ada)).toEqual(new Set());
  const changes = { customerId: ada, kind: 'setting-changed', outcome: 'yes' };
  expect(await db.activity.count({ where: changes })).toBe(2);
});

test('every kind stands under one bound, and that is three, six or two in an hour', () => {
  for (const kind of notices) {
    const { most, kinds } = boundOf(kind);
    expect(kinds).toContain(kind);
    expect([2, 3, 6]).toContain(most);
  }
});
