import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { openPool } from '../database/pool.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { endSession } from './end-session.ts';
import { findSession } from './find-session.ts';
import { listSessions } from './list-sessions.ts';
import { hashSessionToken, newSessionToken } from './session-token.ts';

const { db, owner, customer } = await openManagerBench();

const minute = 60_000;
const hour = 60 * minute;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

async function session(customerId: string, startedAt = ago(minute), lastUsedAt = ago(0)) {
  const token = newSessionToken();
  const row = { id: randomUUID(), address: '192.0.2.1', userAgent: 'test', secondFactor: false };
  const tokenHash = hashSessionToken(token);
  await db.session.create({ data: { ...row, customerId, tokenHash, startedAt, lastUsedAt } });
  return { token, id: row.id };
}

async function reset(
  scope: 'all' | 'subjects',
  state: string,
  cutoff: Date,
  subjects: string[] = [],
) {
  const startedBy = await customer();
  const id = randomUUID();
  await db.reset.create({ data: { id, scope, state, cutoff, reason: 'Because.', startedBy } });
  for (const customerId of subjects) {
    await db.resetSubject.create({ data: { resetId: id, customerId } });
  }
  return () => owner.query("UPDATE reset SET state = 'refused' WHERE id = $1", [id]);
}

it('a live session stands for its customer', async () => {
  const id = await customer();
  const { token } = await session(id);
  expect(await findSession(db, token)).toMatchObject({
    customer: { id, email: `${id}@example.com`, staffRole: null },
    session: { secondFactor: false },
  });
});

it('who is there, and how much they have not read, is one question to the database', async () => {
  const { token } = await session(await customer());
  const query = vi.spyOn(pg.Client.prototype, 'query');
  expect(await findSession(db, token)).toMatchObject({ unread: 0 });
  const asked = query.mock.calls.length;
  query.mockRestore();
  expect(asked).toBe(1);
});

it('what is unread is the customer’s own', async () => {
  const [id, other] = [await customer(), await customer()];
  const tell = (customerId: string, readAt: Date | null) =>
    owner.query(
      `INSERT INTO notification (id, customer_id, kind, at, address, user_agent, read_at)
       VALUES (gen_random_uuid(), $1, 'password-changed', now(), '', '', $2)`,
      [customerId, readAt],
    );
  await tell(id, null);
  await tell(id, null);
  await tell(other, ago(0));
  expect(await findSession(db, (await session(id)).token)).toMatchObject({ unread: 2 });
  expect(await findSession(db, (await session(other)).token)).toMatchObject({ unread: 0 });
});

it('an unknown token stands for nobody', async () => {
  expect(await findSession(db, newSessionToken())).toBeNull();
});

it('an hour without use ends a session, and use within it does not', async () => {
  const id = await customer();
  const idle = await session(id, ago(2 * hour), ago(61 * minute));
  const used = await session(id, ago(2 * hour), ago(59 * minute));
  expect(await findSession(db, idle.token)).toBeNull();
  expect(await findSession(db, used.token)).not.toBeNull();
});

it('twelve hours end a session however busy it was', async () => {
  const id = await customer();
  const old = await session(id, ago(12 * hour + minute));
  const young = await session(id, ago(12 * hour - minute));
  expect(await findSession(db, old.token)).toBeNull();
  expect(await findSession(db, young.token)).not.toBeNull();
});

it('a session that was ended opens nothing, and the others go on', async () => {
  const id = await customer();
  const [ended, other] = [await session(id), await session(id)];
  expect(await endSession(db, { customerId: id, sessionId: ended.id })).toBe(true);
  expect(await findSession(db, ended.token)).toBeNull();
  expect(await findSession(db, other.token)).not.toBeNull();
});

it('nobody ends another customer’s session', async () => {
  const own = await session(await customer());
  expect(await endSession(db, { customerId: await customer(), sessionId: own.id })).toBe(false);
  expect(await findSession(db, own.token)).not.toBeNull();
});

it('ending the others spares the one kept', async () => {
  const id = await customer();
  const [kept, other, third] = [await session(id), await session(id), await session(id)];
  expect(await endOtherSessions(db, { customerId: id, keep: kept.id })).toBe(2);
  expect(await findSession(db, kept.token)).not.toBeNull();
  expect(await findSession(db, other.token)).toBeNull();
  expect(await findSession(db, third.token)).toBeNull();
});

it('a reset of everyone ends what began before it or in its very millisecond, and nothing later', async () => {
  const id = await customer();
  const cutoff = ago(30 * minute);
  const before = await session(id, new Date(cutoff.getTime() - 1));
  const same = await session(id, cutoff);
  const later = await session(id, new Date(cutoff.getTime() + 1));
  const undo = await reset('all', 'active', cutoff);
  expect(await findSession(db, before.token)).toBeNull();
  expect(await findSession(db, same.token)).toBeNull();
  expect(await findSession(db, later.token)).not.toBeNull();
  expect((await listSessions(db, id)).map((row) => row.id)).toEqual([later.id]);
  await undo();
});

it('authenticators declared void end the sessions that rest on one, from before, and no others', async () => {
  const id = await customer();
  const cutoff = ago(30 * minute);
  const [before, without] = [await session(id, cutoff), await session(id, cutoff)];
  const later = await session(id, new Date(cutoff.getTime() + 1));
  const rest = { id: { in: [before.id, later.id] } };
  await db.session.updateMany({ where: rest, data: { secondFactor: true } });
  await owner.query('INSERT INTO second_factor_cutoff (cutoff) VALUES ($1)', [cutoff]);
  expect(await findSession(db, before.token)).toBeNull();
  expect(await findSession(db, without.token)).not.toBeNull();
  expect(await findSession(db, later.token)).not.toBeNull();
  await owner.query('DELETE FROM second_factor_cutoff');
});

it('a reset of some ends their sessions and nobody else’s', async () => {
  const [concerned, spared] = [await customer(), await customer()];
  const [dead, alive] = [await session(concerned), await session(spared)];
  await reset('subjects', 'active', ago(0), [concerned]);
  expect(await findSession(db, dead.token)).toBeNull();
  expect(await findSession(db, alive.token)).not.toBeNull();
});

it('a reset that leaves sessions ends none', async () => {
  const id = await customer();
  const { token } = await session(id, ago(5 * minute));
  const undo = await reset('all', 'active', ago(0));
  expect(await findSession(db, token)).toBeNull();
  await owner.query('UPDATE reset SET ends_sessions = false');
  expect(await findSession(db, token)).not.toBeNull();
  await undo();
  await owner.query('UPDATE reset SET ends_sessions = true');
});

it('a reset that was not granted ends nothing', async () => {
  const { token } = await session(await customer());
  await reset('all', 'starting', ago(0));
  await reset('all', 'refused', ago(0));
  expect(await findSession(db, token)).not.toBeNull();
});

it('last use is written at most once a minute', async () => {
  const id = await customer();
  const recent = ago(30_000);
  const { token, id: sessionId } = await session(id, ago(hour), recent);
  await findSession(db, token);
  const where = { id: sessionId };
  expect((await db.session.findUniqueOrThrow({ where })).lastUsedAt).toEqual(recent);
  await db.session.update({ where, data: { lastUsedAt: ago(2 * minute) } });
  await findSession(db, token);
  const { lastUsedAt } = await db.session.findUniqueOrThrow({ where });
  expect(Date.now() - lastUsedAt.getTime()).toBeLessThan(minute);
});

it('an unreachable database is an error, never “nobody is signed in”', async () => {
  const away = openPool('postgresql://nobody@127.0.0.1:1/nowhere');
  const gone = new PrismaClient({ adapter: new PrismaPg(away) });
  await expect(findSession(gone, newSessionToken())).rejects.toThrow();
  await gone.$disconnect();
  await away.end();
});
