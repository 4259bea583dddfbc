import { describe, expect, test } from 'vitest';
import { Prisma } from '../../../prisma/manager/client/client.ts';
import { mailbox, once, openTelling } from '../../testing/telling.ts';
import { inLastMinute } from './claim-notice.ts';

const { db, owner, newReset, tell, queued, tellAll } = await openTelling();

const domains = { 'big.example': 12, 'small.example': 4, 'tiny.example': 1 };
const ofDomains = () =>
  newReset({
    scope: 'subjects',
    subjects: Object.entries(domains).flatMap(([domain, many]) =>
      Array.from({ length: many }, (_, n) => `${n + 1}@${domain}`),
    ),
  });

function countByDomain(sent: { to: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { to } of sent) {
    const domain = to.split('@')[1] ?? '';
    counts[domain] = (counts[domain] ?? 0) + 1;
  }
  return counts;
}

const aMinuteLater = () =>
  owner.query(`UPDATE reset_notice SET claimed_at = claimed_at - interval '61 seconds'`);

describe('the pace of each mail domain', () => {
  const parts = { mailsPerMinuteAndDomain: 3 };

  test('holds for it, and a full one holds up no other', async () => {
    const [box, reset] = [mailbox(), await ofDomains()];
    await tellAll(box, reset, parts);
    expect(countByDomain(box.sent)).toEqual({
      'big.example': 3,
      'small.example': 3,
      'tiny.example': 1,
    });
    expect(await queued(reset)).toHaveLength(1);
  });

  test('holds over all workers and resets together', async () => {
    const box = mailbox();
    const resets = [await ofDomains(), await ofDomains()];
    await Promise.all([...resets, ...resets].map((reset) => tell(box, { reset }, parts)));
    expect(countByDomain(box.sent)).toMatchObject({ 'big.example': 3, 'small.example': 3 });
  });

  test('tells everybody in the end, each once, minute by minute', async () => {
    const [box, reset] = [mailbox(), await ofDomains()];
    let payload: object | undefined = { reset };
    for (let minute = 0; payload && minute < 10; minute++) {
      await owner.query('DELETE FROM graphile_worker._private_jobs');
      await tell(box, payload, parts);
      payload = (await queued(reset))[0]?.payload;
      await aMinuteLater();
    }
    expect(countByDomain(box.sent)).toEqual(domains);
    expect(once(box.sent)).toBe(true);
    expect(payload, 'it has come to its end').toBeUndefined();
    expect(await db.resetMailEnd.count({ where: { resetId: reset, wave: 1 } })).toBe(1);
  });

  test('a walk whose place was lost begins anew, and tells nobody twice', async () => {
    const [box, reset] = [mailbox(), await ofDomains()];
    for (let minute = 0; minute < 6; minute++) {
      await tell(box, { reset }, parts);
      await aMinuteLater();
    }
    expect(countByDomain(box.sent)).toEqual(domains);
    expect(once(box.sent)).toBe(true);
  });

  test('a claim finds its room by indexes, however many notices there are', async () => {
    const explain = (where: Prisma.Sql) =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
        const plan = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>`
          EXPLAIN SELECT count(*) FROM reset_notice WHERE ${where}`;
        return plan.map((line) => line['QUERY PLAN']).join('\n');
      });
    const inAll = await explain(inLastMinute);
    expect(inAll).toContain('reset_notice_claimed_at_idx');
    expect(inAll).toMatch(/Index Cond: \(claimed_at > /);
    const inDomain = await explain(Prisma.sql`domain = 'big.example' AND ${inLastMinute}`);
    expect(inDomain).toContain('reset_notice_domain_claimed_at_idx');
    expect(inDomain).toMatch(/Index Cond: .*claimed_at > /);
  });
});
