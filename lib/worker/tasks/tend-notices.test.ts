import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { notices } from '../../mail/templates.ts';
import { openDelivering, source } from '../../testing/delivering.ts';
import { hangUp } from '../../testing/mail-server.ts';
import { claimNext } from './claim-next.ts';
import { deliverNotices } from './deliver-notices.ts';

const {
  owner,
  workers,
  logged,
  log,
  now,
  customer,
  queue,
  deliver,
  tend,
  pass,
  states,
  takenBy,
  say,
  subjectOf,
} = await openDelivering();

test('a mail whose server dies before it says “taken” is uncertain, is not sent again, and lets the next go', async () => {
  const { id, email } = await customer();
  await queue(id, 'password-changed', 'new-sign-in');
  let died = false;
  say((command) => {
    if (command !== '.' || died) return undefined;
    died = true;
    return hangUp;
  });
  await deliver(id);
  pass(60);
  await deliver(id);
  expect(await states(id)).toEqual(['uncertain', 'sent']);
  expect(takenBy(email)).toEqual([await subjectOf('new-sign-in')]);
  expect(logged).toEqual([expect.objectContaining({ event: 'mail-uncertain' })]);
});

test('a worker that died between claim and mail leaves that one for staff to see, and the next goes on', async () => {
  const { id, email } = await customer();
  await queue(id, 'password-changed', 'new-sign-in');
  await claimNext(workers[0]?.database as PrismaClient, id, now());
  await deliver(id, workers[1]);
  await tend();
  expect(await states(id)).toEqual(['sending', 'waiting']);
  pass(3);
  await owner.query('DELETE FROM graphile_worker._private_jobs');
  await tend();
  expect(await states(id)).toEqual(['uncertain', 'waiting']);
  expect(logged).toEqual([expect.objectContaining({ failure: 'worker-died' })]);
  const { rows } = await owner.query('SELECT key FROM graphile_worker.jobs');
  expect(rows).toEqual([{ key: `send-notice:${id}` }]);
  await deliver(id);
  expect(takenBy(email)).toEqual([await subjectOf('new-sign-in')]);
});

test.each(['locked_at = now()', 'attempts = max_attempts'])(
  'a queue whose job is a dead worker’s, or has failed too often (%s), is set going again',
  async (fate) => {
    const { id, email } = await customer();
    say((command) => (command === 'rcpt' ? '450 4.2.0 greylisted' : undefined));
    await queue(id, 'password-changed');
    await deliver(id);
    say(() => undefined);
    await owner.query('DELETE FROM graphile_worker._private_jobs WHERE key IS NULL');
    await owner.query(`UPDATE graphile_worker._private_jobs SET ${fate}`);
    await tend();
    const open = `SELECT FROM graphile_worker.jobs WHERE locked_at IS NULL AND attempts < max_attempts`;
    expect((await owner.query(open)).rowCount).toBe(0);
    pass(10);
    await tend();
    expect((await owner.query(open)).rowCount).toBe(1);
    await deliver(id);
    expect(takenBy(email)).toEqual([await subjectOf('password-changed')]);
  },
);

test('of a hundred claims at once one is given the notice', async () => {
  const { id } = await customer();
  await queue(id, 'password-changed');
  const claims = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      claimNext(workers[n % 2]?.database as PrismaClient, id, now()),
    ),
  );
  expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
});

test('what is long over is deleted: sent after a month, given up after three; what waits never is', async () => {
  const { id } = await customer();
  await queue(id, ...notices.slice(0, 3));
  await owner.query(
    `UPDATE notice SET state = (ARRAY['sent', 'given-up', 'waiting'])[n.row],
       ended_at = CASE WHEN n.row < 3 THEN now() END
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS row FROM notice) n WHERE n.id = notice.id`,
  );
  pass(29 * 1_440);
  await tend();
  expect(await states(id)).toEqual(['sent', 'given-up', 'waiting']);
  pass(2 * 1_440);
  await tend();
  expect(await states(id)).toEqual(['given-up', 'waiting']);
  pass(60 * 1_440);
  await tend();
  expect(await states(id)).toEqual(['waiting']);
});

test('a notice that was queued before there were rows is sent, by the job it was queued with', async () => {
  const { id, email } = await customer();
  const old = { customerId: id, notice: 'new-sign-in', source, at: now().toISOString() };
  await owner.query(`SELECT graphile_worker.add_job('send-notice', $1::json)`, [
    JSON.stringify(old),
  ]);
  const migration = new URL(
    '../../../prisma/manager/migrations/20261125112000_notices/migration.sql',
    import.meta.url,
  );
  const [, takeOver = ''] =
    /^(INSERT INTO "notice"[^;]*);/m.exec(readFileSync(migration, 'utf8')) ?? [];
  await owner.query(takeOver);
  const parts = { ...workers[0], log, publicUrl: new URL('https://panel.example') };
  await deliverNotices(parts as never, old, now);
  expect(takenBy(email)).toEqual([await subjectOf('new-sign-in')]);
  expect(await states(id)).toEqual(['sent']);
});
