import { describe, expect, test } from 'vitest';
import { customers, mailbox, once, openTelling } from '../../testing/telling.ts';

const { db, owner, newReset, tell, queued, tellAll, say } = await openTelling();

describe('a wave that is held', () => {
  test.each(['pause', 'stop'])('by a %s: not one mail more leaves', async (act) => {
    const reset = await newReset();
    const sent: string[] = [];
    const send = async (to: string) => {
      sent.push(to);
      if (sent.length === 5) await say(reset, act);
    };
    await tell({ send }, { reset });
    expect(sent).toHaveLength(5);
    await tell({ send }, { reset });
    expect(sent).toHaveLength(5);
  });

  test('resumed, goes on where it was, and tells each once', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await tell(box, { reset }, { mailsPerMinute: 10 });
    await say(reset, 'pause');
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(10);
    await say(reset, 'resume');
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
  });

  test('stopped, stays so whatever is written down after it', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await say(reset, 'stop');
    await say(reset, 'resume');
    await tellAll(box, reset);
    expect(box.sent).toEqual([]);
    expect(await db.resetMailEnd.count({ where: { resetId: reset } })).toBe(0);
  });

  test('the worker may say nothing of its own about it', async () => {
    const [reset, { rows }] = [
      await newReset(),
      await owner.query('SELECT id FROM customer LIMIT 1'),
    ];
    for (const act of ['resume', 'stop']) {
      const data = { resetId: reset, wave: 1, act, staffId: rows[0].id };
      await expect(db.resetMailAct.create({ data })).rejects.toThrow();
    }
  });
});

describe('a later wave', () => {
  /** An auth service by which all but these have yet to choose a new password. */
  const authFor = (done: string[]) => ({
    ask: async (_: string, { among }: { among: string[] }) => {
      const { rows } = await owner.query('SELECT id FROM customer WHERE email = ANY ($1)', [done]);
      const ids = rows.map((row) => row.id);
      return { verdict: 'yes', subjects: among.filter((id) => !ids.includes(id)) };
    },
  });

  test('tells those who were told and have not done, once each, and nobody who has', async () => {
    const reset = await newReset();
    const refused = (to: string) =>
      to === 'c3@example.com' ? { code: 'EENVELOPE', responseCode: 550 } : null;
    await tellAll(mailbox(refused), reset);
    const box = mailbox();
    const done = ['c1@example.com', 'c2@example.com'];
    for (let times = 0; times < 2; times++) {
      await tellAll(box, reset, { wave: 2, auth: authFor(done) });
    }
    expect(box.sent).toHaveLength(customers - 3);
    expect(once(box.sent)).toBe(true);
    for (const email of [...done, 'c3@example.com']) {
      expect(box.sent.some((mail) => mail.to === email)).toBe(false);
    }
    expect(await db.resetMailEnd.count({ where: { resetId: reset, wave: 2 } })).toBe(1);
  });

  test('never reaches whom a stop left untold', async () => {
    const [first, reset] = [mailbox(), await newReset()];
    await tell(first, { reset }, { mailsPerMinute: 10 });
    await say(reset, 'stop');
    const box = mailbox();
    await tellAll(box, reset, { wave: 2, auth: authFor([]) });
    expect(box.sent.map((mail) => mail.to).sort()).toEqual(
      first.sent.map((mail) => mail.to).sort(),
    );
  });

  test.each([{ verdict: 'unavailable' }, { verdict: 'no' }])(
    'waits while the auth service does not say who has done: %j',
    async (verdict) => {
      const reset = await newReset();
      await tellAll(mailbox(), reset);
      const box = mailbox();
      await tell(box, { reset, wave: 2 }, { auth: { ask: async () => verdict } });
      expect(box.sent).toEqual([]);
      expect((await queued(reset)).map((job) => job.seconds > 30)).toEqual([true]);
    },
  );

  test('of four workers at once tells nobody twice', async () => {
    const reset = await newReset();
    await tellAll(mailbox(), reset);
    const box = mailbox();
    const auth = authFor([]);
    await Promise.all(Array.from({ length: 4 }, () => tell(box, { reset, wave: 2 }, { auth })));
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
  });
});
