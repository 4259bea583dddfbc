import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { openManagerBench } from '../../testing/manager-bench.ts';
import { removeOldNotifications } from './remove-old-notifications.ts';

const { db: manager, workerDb: worker, owner, customer } = await openManagerBench(5);
const [staffId, investigationId] = [await customer(), randomUUID()];

beforeAll(async () => {
  await manager.investigation.create({
    data: { id: investigationId, title: 'T', indicators: '203.0.113.9', createdBy: staffId },
  });
});

/** A customer who was told of something so many days ago. */
async function told(daysAgo: number[]): Promise<string> {
  const id = await customer();
  await owner.query(
    `INSERT INTO notification (id, customer_id, kind, at, address, user_agent)
     SELECT gen_random_uuid(), $1, 'new-sign-in', now() - make_interval(days => day), '203.0.113.9', 'test'
     FROM unnest($2::int[]) AS day`,
    [id, daysAgo],
  );
  return id;
}

const say = (customerId: string, kind: 'hold' | 'release') =>
  manager.investigationEntry.create({
    data: { investigationId, customerId, staffId, kind },
    select: { id: true },
  });

const left = (customerId: string) => manager.notification.count({ where: { customerId } });
const removeAll = (activityDays = 400) =>
  removeOldNotifications({ database: worker, activityDays });

test('what was told longer ago than activity is kept goes, read or not, and the rest stays', async () => {
  const id = await told([500, 401, 399, 0]);
  await manager.notification.updateMany({
    where: { customerId: id, at: { lt: new Date(Date.now() - 450 * 86_400_000) } },
    data: { readAt: new Date() },
  });
  await removeAll();
  expect(await left(id)).toBe(2);
  await removeAll(398);
  expect(await left(id)).toBe(1);
});

test('the worker’s role cannot remove what is young, whatever it says, and nobody else can remove anything', async () => {
  const id = await told([89, 80]);
  for (const days of [0, -2_147_483_648, 89]) await removeAll(days);
  await worker.$queryRaw`SELECT remove_old_notifications(NULL, NULL)`;
  expect(await left(id)).toBe(2);
  for (const db of [worker, manager]) {
    await expect(db.$executeRaw`DELETE FROM notification`).rejects.toThrow(/permission denied/);
  }
  await expect(manager.$queryRaw`SELECT remove_old_notifications(400, 1)`).rejects.toThrow(
    /permission denied/,
  );
});

test('whom an investigation holds loses nothing, by nobody’s hand, until it is released; others do meanwhile', async () => {
  const [held, other] = [await told([500, 500]), await told([450])];
  await say(held, 'hold');
  await removeAll();
  expect([await left(held), await left(other)]).toEqual([2, 0]);
  const byHand = owner.query('DELETE FROM notification WHERE customer_id = $1', [held]);
  await expect(byHand).rejects.toThrow(/held as evidence/);
  await manager.notification.updateMany({
    where: { customerId: held },
    data: { readAt: new Date() },
  });
  await say(held, 'release');
  await removeAll();
  expect(await left(held)).toBe(0);
});

test('a hold that is being placed is waited for, and then holds', async () => {
  const id = await told([500]);
  const staff = await owner.connect();
  await staff.query('BEGIN');
  await staff.query(
    `INSERT INTO investigation_entry (investigation_id, customer_id, staff_id, kind) VALUES ($1, $2, $3, 'hold')`,
    [investigationId, id, staffId],
  );
  const removing = removeAll();
  await expect
    .poll(async () => (await owner.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount)
    .toBeGreaterThan(0);
  await staff.query('COMMIT');
  staff.release();
  await removing;
  expect(await left(id)).toBe(1);
});

test('more than one statement takes is gone through, by two workers at once', async () => {
  const id = await told([...Array(4_500).fill(450), 10]);
  await Promise.all([removeAll(), removeAll()]);
  expect(await left(id)).toBe(1);
});
