import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { listActivity } from '../activity/list-activity.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { answering } from '../testing/answering.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { settleReset } from '../worker/tasks/settle-reset.ts';
import { startReset } from './start-reset.ts';
import { translateReason } from './translate-reason.ts';

const { db, workerDb, owner, resetJobs, customer } = await openManagerBench(3);
const createdAt = new Date('2026-01-01');
const [staff = '', ada = '', ben = ''] = await Promise.all(
  [1, 2, 3].map(() => customer({ createdAt })),
);
const source = { address: '192.0.2.7' };
const cutoff = '2026-03-04T05:06:07.890Z';

function wish(scope: Parameters<typeof startReset>[1]['scope']) {
  return { scope, reason: 'A list of passwords was found.', staff, source };
}
const all = wish({ kind: 'all', code: '123456' });
const some = wish({ kind: 'subjects', subjects: [ada] });

async function row(id: string) {
  return db.reset.findUniqueOrThrow({ where: { id } });
}

const jobs = async (id: string) => (await resetJobs(id)).map(({ task }) => task);

/** How many resets of some stand in whose history. */
async function histories(): Promise<Record<string, number>> {
  const counted = [staff, ada, ben].map(async (customerId) => {
    const { entries } = await listActivity(db, { customerId, kind: 'forced-reset' });
    return [customerId, entries.filter(({ detail }) => detail.scope !== 'all').length];
  });
  return Object.fromEntries(await Promise.all(counted));
}

describe('starting a reset', () => {
  const message = {
    en: { subject: 'New password', text: 'A list was found.' },
    fr: { subject: 'Nouveau mot de passe', text: 'Une liste a été trouvée.' },
  };

  test('keeps what the mail says in each language with it, and asks the service with one text', async () => {
    const { ask, asked } = answering({ verdict: 'yes', cutoff });
    const { id } = await startReset({ db, ask }, { ...all, reason: message.en.text, message });
    expect((await row(id)).message).toEqual(message);
    const ends = { devices: true, links: true };
    const request = { ...all, reset: id, reason: message.en.text, ends };
    expect(asked).toEqual([{ verb: 'start-reset', ...request }]);
    expect(await translateReason(db, message.en.text, 'fr')).toBe(message.fr.text);
    expect(await translateReason(db, message.en.text, 'en')).toBe(message.en.text);
    expect(await translateReason(db, 'Another reason.', 'fr')).toBe('Another reason.');
  });

  test.each(['message', 'reason', 'scope', 'rule', 'started_by'])(
    'neither the manager nor the worker can change its %s afterwards',
    async (column) => {
      const { ask } = answering({ verdict: 'proposed', expiresAt: cutoff });
      const { id } = await startReset({ db, ask }, { ...all, message });
      for (const role of [db, workerDb]) {
        const change = role.$executeRawUnsafe(
          `UPDATE reset SET ${column} = ${column} WHERE id = '${id}'`,
        );
        await expect(change).rejects.toThrow('permission denied');
      }
    },
  );

  test('is written down, with the job that settles it, before the auth service is asked', async () => {
    let seen: { state: string; jobs: string[] } | undefined;
    const ask = (async (_: string, { reset }: { reset: string }) => {
      seen = { state: (await row(reset)).state, jobs: await jobs(reset) };
      return { verdict: 'yes', cutoff };
    }) as unknown as AuthConnection['ask'];
    const { id, result } = await startReset({ db, ask }, all);
    expect(seen).toEqual({ state: 'starting', jobs: ['settle-reset'] });
    expect(result).toBe('started');
    expect(await row(id)).toMatchObject({ state: 'active', cutoff: new Date(cutoff) });
    expect(await jobs(id)).toEqual(['settle-reset', 'tell-reset']);
  });

  test('and all that follows from it go by the request it was asked in', async () => {
    const requestId = randomUUID();
    const seen: unknown[] = [];
    const ask = (async (_: string, __: object, id: string) => {
      seen.push(id);
      return { verdict: 'yes', cutoff };
    }) as unknown as AuthConnection['ask'];
    const { id } = await startReset({ db, ask, requestId }, all);
    const { rows } = await owner.query(
      `SELECT payload->>'requestId' AS "requestId" FROM graphile_worker._private_jobs
       WHERE payload->>'reset' = $1`,
      [id],
    );
    expect(seen).toEqual([requestId]);
    expect(rows).toEqual([{ requestId }, { requestId }]);
  });

  test('stands in the trail of staff, with the customer where it is one', async () => {
    const { ask } = answering({ verdict: 'yes', cutoff });
    for (const [wanted, customerId] of [
      [some, ada],
      [all, null],
    ] as const) {
      const { id } = await startReset({ db, ask }, wanted);
      const [act] = await db.staffAct.findMany({ orderBy: { id: 'desc' }, take: 1 });
      const detail = { reset: id, scope: wanted.scope.kind };
      expect(act).toMatchObject({ staffId: staff, act: 'reset-started', customerId, detail });
    }
  });

  test('of which no entry can be written asks the auth service nothing', async () => {
    const { ask, asked } = answering({ verdict: 'yes', cutoff });
    await owner.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
    await owner.query(`CREATE TRIGGER refuse BEFORE INSERT ON staff_act
      FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const resets = await db.reset.count();
    await expect(startReset({ db, ask }, all)).rejects.toThrow();
    await owner.query('DROP FUNCTION refuse CASCADE');
    expect(asked).toEqual([]);
    expect(await db.reset.count()).toBe(resets);
  });

  test('hands the code on and keeps it nowhere', async () => {
    const { ask, asked } = answering({ verdict: 'yes', cutoff });
    const { id } = await startReset({ db, ask }, wish({ kind: 'all', code: '918273' }));
    expect(asked).toEqual([expect.objectContaining({ scope: { kind: 'all', code: '918273' } })]);
    const { rows } = await owner.query(
      `SELECT r::text || COALESCE((SELECT string_agg(j::text, '') FROM graphile_worker._private_jobs j), '') AS kept
       FROM reset r WHERE id = $1`,
      [id],
    );
    expect(rows[0].kept).not.toContain('918273');
  });

  test('a refusal starts nothing and tells nobody', async () => {
    const before = await histories();
    for (const wanted of [all, some]) {
      const { id, result } = await startReset({ db, ...answering({ verdict: 'no' }) }, wanted);
      expect(result).toBe('refused');
      expect(await row(id)).toMatchObject({ state: 'refused', cutoff: null });
      expect(await jobs(id)).toEqual(['settle-reset']);
    }
    expect(await histories()).toEqual(before);
  });

  test('one customer’s reset stands in their history and in no other', async () => {
    const before = await histories();
    await startReset({ db, ...answering({ verdict: 'yes', cutoff }) }, some);
    expect(await histories()).toEqual({ ...before, [ada]: (before[ada] ?? 0) + 1 });
  });

  test('a reset of everyone costs one row, however many customers there are', async () => {
    const before = await histories();
    const { id } = await startReset({ db, ...answering({ verdict: 'yes', cutoff }) }, all);
    expect(await db.resetSubject.count({ where: { resetId: id } })).toBe(0);
    expect(await histories()).toEqual(before);
    expect(await db.activity.count()).toBe(0);
  });

  test('somebody the manager does not know is refused before anything is asked', async () => {
    const { ask, asked } = answering({ verdict: 'yes', cutoff });
    const stranger = wish({ kind: 'subjects', subjects: [randomUUID()] });
    await expect(startReset({ db, ask }, stranger)).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

describe('a reset whose answer was lost', () => {
  async function lost(wanted = some) {
    const { id, result } = await startReset(
      { db, ...answering({ verdict: 'unavailable' }) },
      wanted,
    );
    expect(result).toBe('unclear');
    expect((await row(id)).state).toBe('starting');
    return id;
  }
  const settle = (id: string, verdict: unknown) =>
    settleReset({ database: workerDb, auth: answering(verdict) } as never, { reset: id });
  const begun = { verdict: 'yes', cutoff, concerned: 1, done: 0 };

  test('is finished when the auth service knows it: cutoff, mails, history', async () => {
    const id = await lost();
    const before = (await histories())[ada] ?? 0;
    await settle(id, begun);
    expect(await row(id)).toMatchObject({ state: 'active', cutoff: new Date(cutoff) });
    expect(await jobs(id)).toEqual(['settle-reset', 'tell-reset']);
    expect((await histories())[ada]).toBe(before + 1);
  });

  test('settled twice, or by both at once, it begins once', async () => {
    const id = await lost();
    const before = (await histories())[ada] ?? 0;
    await Promise.all([settle(id, begun), settle(id, begun), settle(id, begun)]);
    await settle(id, { verdict: 'no' });
    expect((await row(id)).state).toBe('active');
    expect((await histories())[ada]).toBe(before + 1);
  });

  test('is dropped when the auth service does not know it', async () => {
    const id = await lost();
    await settle(id, { verdict: 'no' });
    expect((await row(id)).state).toBe('refused');
    expect(await jobs(id)).toEqual(['settle-reset']);
  });

  test('waits, to be tried again, while the auth service does not answer', async () => {
    const id = await lost();
    await expect(settle(id, { verdict: 'unavailable' })).rejects.toThrow();
    expect((await row(id)).state).toBe('starting');
  });
});
