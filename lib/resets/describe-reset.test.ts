import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { answering } from '../testing/answering.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { countMails } from './count-mails.ts';
import { describeReset } from './describe-reset.ts';
import { getReset } from './get-reset.ts';
import { listResets } from './list-resets.ts';

const { db, owner } = await openManagerBench(5);

const [everyone, one] = [randomUUID(), randomUUID()];

// Of each fate of a mail there is one, told apart by the customer's name.
const notices = `
  INSERT INTO reset_notice (reset_id, customer_id, claimed_at, sent_at, error)
  SELECT $1, c.id, now() - ago, CASE WHEN sent THEN now() END, error
  FROM (VALUES ('sent', interval '1 h', true, NULL), ('on its way', interval '5 s', false, NULL),
    ('lost', interval '1 h', false, NULL), ('refused', interval '1 h', false, 'refused'),
    ('put off', interval '1 h', false, 'put-off'), ('unreached', interval '5 s', false, 'unreachable')
  ) AS fate (name, ago, sent, error) JOIN customer c USING (name)`;

beforeAll(async () => {
  for (const name of ['sent', 'on its way', 'lost', 'refused', 'put off', 'unreached', 'untold']) {
    const facts = { email: `${name.replaceAll(' ', '.')}@example.com`, name, language: 'en' };
    await db.customer.create({
      data: { id: randomUUID(), createdAt: new Date('2026-01-01'), ...facts },
    });
  }
  const [first] = await db.customer.findMany({ where: { name: 'untold' } });
  const startedBy = first?.id ?? '';
  const cutoff = new Date('2026-02-01');
  const facts = { state: 'active', cutoff, reason: 'x', startedBy };
  await db.reset.create({ data: { id: everyone, scope: 'all', ...facts } });
  await db.reset.create({ data: { id: one, scope: 'subjects', ...facts } });
  await db.resetSubject.create({ data: { resetId: one, customerId: startedBy } });
  await owner.query(notices, [everyone]);
});

const silent = answering({ verdict: 'unavailable' });

test('each fate of a mail is counted, one on its way as none of them', async () => {
  const { mails, troubled } = await describeReset({ db, ...silent }, everyone);
  expect(mails).toEqual({ concerned: 7, sent: 1, uncertain: 1, refused: 1, later: 2 });
  expect(troubled.map(({ name, trouble }) => [name, trouble])).toEqual([
    ['lost', 'uncertain'],
    ['put off', 'later'],
    ['refused', 'refused'],
    ['unreached', 'later'],
  ]);
});

test('who has chosen a new password is the auth service’s to say', async () => {
  const said = { verdict: 'yes', cutoff: '2026-02-01T00:00:00Z', concerned: 7, done: 3 };
  const known = await describeReset({ db, ...answering(said) }, everyone);
  expect(known.passwords).toEqual({ concerned: 7, done: 3 });
  expect((await describeReset({ db, ...silent }, everyone)).passwords).toBeNull();
});

test('a reset of one concerns one, by name', async () => {
  const { mails, troubled } = await describeReset({ db, ...silent }, one);
  expect([mails.concerned, mails.sent, troubled]).toEqual([1, 0, []]);
  const listed = (await listResets(db)).find(({ id }) => id === one);
  expect(listed?.only?.name).toBe('untold');
  expect((await getReset(db, one))?.subjects).toHaveLength(1);
});

test('of several resets each has its own mails, and of none there are none', async () => {
  const counted = await countMails(db, [one, everyone, randomUUID()]);
  expect([...counted].sort()).toEqual(
    [
      [everyone, { concerned: 7, sent: 1, uncertain: 1, refused: 1, later: 2 }],
      [one, { concerned: 1, sent: 0, uncertain: 0, refused: 0, later: 0 }],
    ].sort(),
  );
  expect(await countMails(db, [])).toEqual(new Map());
});

test.each(['', 'x', randomUUID()])('%j is no reset', async (id) => {
  expect(await getReset(db, id)).toBeNull();
});
