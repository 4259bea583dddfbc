import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { notices } from '../../mail/templates.ts';
import { boundOf } from '../../notifications/kinds.ts';
import { openDelivering } from '../../testing/delivering.ts';
import { stall } from '../../testing/mail-server.ts';
import { atOnceMax } from './claim-next.ts';

const {
  owner,
  server,
  workers,
  logged,
  now,
  passTo,
  customer,
  queue,
  deliver,
  pass,
  states,
  takenBy,
  waitsUntil,
  say,
  subjectOf,
} = await openDelivering();

test('two workers at once send each notice once, and each customer’s in the order they were queued', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => customer()));
  // As many of each sort as may leave in one hour.
  const kinds = notices.filter((kind) => {
    const { most, kinds: alike } = boundOf(kind);
    return alike.indexOf(kind) < most;
  });
  const wanted = await Promise.all(kinds.map(subjectOf));
  server.taken.length = 0;
  await Promise.all(people.map(({ id }) => queue(id, ...kinds)));
  const jobs = people.flatMap(({ id }) =>
    workers.flatMap((worker) => [deliver(id, worker), deliver(id, worker)]),
  );
  await Promise.all(jobs);
  // What a full domain or another's claim left over comes with the next job, as it does in the queue.
  for (const { id } of people) await deliver(id);
  expect(server.taken).toHaveLength(people.length * kinds.length);
  for (const { email } of people) expect(takenBy(email)).toEqual(wanted);
});

test('a recipient who is refused is given up at once with the reason, and holds up nobody, not even themselves', async () => {
  const [bad, good] = [await customer(), await customer()];
  say((command, to) =>
    command === 'rcpt' && to === bad.email ? `550 5.1.1 <${to}> unknown here` : undefined,
  );
  await queue(bad.id, 'password-changed');
  await queue(good.id, 'password-changed');
  await deliver(bad.id);
  await deliver(good.id);
  expect(await states(bad.id)).toEqual(['given-up']);
  expect(await states(good.id)).toEqual(['sent']);
  const { rows } = await owner.query('SELECT failure, reply FROM notice WHERE customer_id = $1', [
    bad.id,
  ]);
  expect(rows).toEqual([{ failure: 'refused', reply: '550 5.1.1 … unknown here' }]);
  expect(logged).toEqual([expect.objectContaining({ event: 'mail-given-up', failure: 'refused' })]);
  expect(JSON.stringify(logged)).not.toContain(bad.email);

  say(() => undefined);
  await queue(bad.id, 'authenticator-added');
  await deliver(bad.id);
  expect(await states(bad.id)).toEqual(['given-up', 'sent']);
});

test('who is put off (greylisted) is tried later, and what came after does not overtake', async () => {
  const { id, email } = await customer();
  say((command) => (command === 'rcpt' ? '450 4.2.0 greylisted' : undefined));
  await queue(id, 'password-changed', 'authenticator-added');
  await deliver(id);
  say(() => undefined);
  await deliver(id);
  expect(takenBy(email)).toEqual([]);
  expect(await states(id)).toEqual(['waiting', 'waiting']);
  pass(2);
  await deliver(id);
  expect(takenBy(email)).toEqual([
    await subjectOf('password-changed'),
    await subjectOf('authenticator-added'),
  ]);
});

test('after an hour without a mail server everything is sent, once, in order', async () => {
  const people = await Promise.all([customer(), customer(), customer()]);
  const wanted = [await subjectOf('password-changed'), await subjectOf('new-sign-in')];
  server.taken.length = 0;
  await server.close();
  for (const { id } of people) await queue(id, 'password-changed');
  for (let minute = 0; minute < 60; minute += 5) {
    for (const { id } of people) await deliver(id);
    pass(5);
  }
  for (const { id } of people) await queue(id, 'new-sign-in');
  await server.open();
  pass(13);
  for (const { id } of people) await deliver(id);
  for (const { id, email } of people) {
    expect(await states(id)).toEqual(['sent', 'sent']);
    expect(takenBy(email)).toEqual(wanted);
  }
});

test('a server that is gone for two days is too much: the notice is given up, with an alert, and the next goes on', async () => {
  const { id } = await customer();
  await queue(id, 'password-changed');
  await server.close();
  while ((await states(id))[0] === 'waiting') {
    await deliver(id);
    passTo(await waitsUntil());
  }
  expect((now().getTime() - Date.now()) / 3_600_000).toBeGreaterThan(47);
  expect((now().getTime() - Date.now()) / 3_600_000).toBeLessThan(48.5);
  expect(await states(id)).toEqual(['given-up']);
  expect(logged.at(-1)).toMatchObject({ event: 'mail-given-up', failure: 'unreachable' });
  await server.open();
  await queue(id, 'new-sign-in');
  await deliver(id);
  expect(await states(id)).toEqual(['given-up', 'sent']);
});

test('a slow domain takes two places at most, and the mails of others pass it', async () => {
  const slow = `${randomUUID()}.example`;
  const people = await Promise.all([customer(slow), customer(slow), customer(slow)]);
  const other = await customer();
  const held = Promise.withResolvers<void>();
  let stalled = 0;
  say((command, to) => {
    if (command !== 'rcpt' || !to.endsWith(slow)) return undefined;
    stalled += 1;
    if (stalled === atOnceMax) held.resolve();
    return stall;
  });
  for (const { id } of [...people, other]) await queue(id, 'password-changed');
  const [first, second, third] = people as [{ id: string }, { id: string }, { id: string }];
  const underWay = [deliver(first.id), deliver(second.id)];
  await held.promise;
  await deliver(third.id);
  await deliver(other.id);
  expect(await states(third.id)).toEqual(['waiting']);
  expect(await states(other.id)).toEqual(['sent']);
  const { rows } = await owner.query(
    'SELECT 1 FROM graphile_worker.jobs WHERE key = $1 AND run_at > now()',
    [`send-notice:${third.id}`],
  );
  expect(rows).toHaveLength(1);
  // Nothing of those mails was handed over yet: they are tried again.
  server.cut();
  await Promise.all(underWay);
  expect(await states(first.id)).toEqual(['waiting']);
});

test('what is no notice is given up, and holds up nobody', async () => {
  const { id } = await customer();
  await queue(id, 'password-changed', 'new-sign-in');
  await owner.query(`UPDATE notice SET payload = '{"notice":"x"}' WHERE kind = 'password-changed'`);
  await deliver(id);
  expect(await states(id)).toEqual(['given-up', 'sent']);
  expect(logged).toEqual([expect.objectContaining({ failure: 'damaged' })]);
});

test('what is too much in one hour is not mailed, and says so; nothing behind it waits', async () => {
  const { id, email } = await customer();
  await queue(id, 'new-sign-in', 'new-sign-in', 'new-sign-in', 'new-sign-in', 'password-changed');
  await deliver(id);
  expect(await states(id)).toEqual(['sent', 'sent', 'sent', 'not-mailed', 'sent']);
  expect(takenBy(email)).toHaveLength(4);
});
