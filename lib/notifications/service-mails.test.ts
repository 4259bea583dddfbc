import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { AuthConnection } from '../auth/connect.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { listServiceMails } from './list-service-mails.ts';
import { sendServiceMailAgain } from './send-service-mail-again.ts';

const { db, owner, people } = await openManagerBench(5);
const { ada, sam: staffId } = await people(['ada', 'sam']);
const [stranger, hers, theirs] = [randomUUID(), randomUUID(), randomUUID()];
const at = '2026-11-25T12:00:00.000Z';
const trouble = { kind: 'reset', attempts: 1, at, failure: 'refused', reply: '550 no' };
const mails = [
  { id: hers, subject: ada, ...trouble },
  { id: theirs, subject: stranger, ...trouble },
];

beforeEach(async () => void (await owner.query('DELETE FROM staff_act')));

/** The auth service, which lists these mails and answers so where one is to be sent again. */
function service(verdict: 'yes' | 'no' | 'unavailable', acts = async () => 0) {
  const asked: { verb: string; acts: number }[] = [];
  const ask = async (verb: string) => {
    asked.push({ verb, acts: await acts() });
    if (verb === 'list-mails') return { verdict: 'yes', mails };
    return { verdict };
  };
  return { asked, ask: ask as never as AuthConnection['ask'] };
}

test('each mail has the name of whom it is for, where the manager knows them', async () => {
  const listed = await listServiceMails(db, service('yes').ask);
  expect(listed?.map(({ customer }) => customer?.name)).toEqual(['ada', undefined]);
  expect(listed?.[0]?.at).toEqual(new Date(at));
});

test('while the service does not answer nothing is known, which is not the same as nothing', async () => {
  const silent = (async () => ({ verdict: 'unavailable' })) as never;
  expect(await listServiceMails(db, silent)).toBeNull();
  const asked = { mail: hers, staffId };
  expect(await sendServiceMailAgain(db, silent, asked)).toBe('unavailable');
  expect(await db.staffAct.count()).toBe(0);
});

test('the trail says who had it tried again before the service is asked', async () => {
  const { ask, asked } = service('yes', () => db.staffAct.count());
  expect(await sendServiceMailAgain(db, ask, { mail: hers, staffId })).toBe('done');
  expect(asked).toContainEqual({ verb: 'send-mail-again', acts: 1 });
  expect(await db.staffAct.findFirst()).toMatchObject({
    staffId,
    act: 'mail-tried-again',
    customerId: ada,
    detail: { kind: 'reset' },
  });
});

test('what the service refuses is refused, and a mail that is not listed is not asked about', async () => {
  expect(await sendServiceMailAgain(db, service('no').ask, { mail: theirs, staffId })).toBe('no');
  const { ask, asked } = service('yes');
  expect(await sendServiceMailAgain(db, ask, { mail: randomUUID(), staffId })).toBe('no');
  expect(asked.map(({ verb }) => verb)).toEqual(['list-mails']);
});
