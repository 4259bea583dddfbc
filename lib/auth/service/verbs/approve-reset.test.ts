import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createService } from '../create-service.ts';
import { asking, type Bench, expectField, home, openBench, type Person } from '../testing/bench.ts';

let bench: Bench;
/** A replica that lets one member alone reset four customers, and no more. */
let ask: Bench['ask'];
type Cast = [Person, Person, Person, Person, Person];
let [first, second, third, support, customer]: Cast = [] as never;
const no = { verdict: 'no' };

beforeEach(async () => {
  bench = await openBench();
  first = await bench.staff();
  second = await bench.member(first, 'security');
  third = await bench.member(first, 'security');
  support = await bench.member(first, 'support');
  customer = await bench.customer(first);
  ask = asking(await createService({ ...bench.parts(), approvalAbove: 4 }));
  bench.pass({ minutes: 2 });
});
afterEach(() => bench.close());

function start(
  scope: 'all' | string[],
  options: { reset?: string; by?: Person; code?: string } = {},
) {
  const { by = first, reset = randomUUID() } = options;
  const code = options.code ?? bench.code(by);
  return ask('start-reset', {
    reset,
    scope: scope === 'all' ? { kind: 'all', code } : { kind: 'subjects', subjects: scope, code },
    reason: 'A list was found.',
    staff: by.id,
    source: home,
  });
}

function approve(reset: string, by = second, code = bench.code(by)) {
  return ask('approve-reset', { reset, staff: by.id, code, source: home });
}

function cancel(reset: string, by = second) {
  return ask('cancel-reset', { reset, staff: by.id, source: home });
}

async function everythingCustomersHave() {
  const tables = ['password', 'link', 'known_source', 'recovery_code', 'challenge', 'yes_grant'];
  const read = (table: string) =>
    bench.sql<{ row: string }>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`);
  const rows = await Promise.all(tables.map(read));
  // Without a row of each kind, nothing would be shown by its staying.
  expect(rows.every((kind) => kind.length > 0)).toBe(true);
  return rows;
}

async function propose(): Promise<string> {
  const reset = randomUUID();
  expect(await start('all', { reset })).toMatchObject({ verdict: 'proposed', concerned: 5 });
  return reset;
}

async function expectNoEffect(reset: string) {
  expect(await bench.sql('SELECT 1 FROM reset WHERE id = $1', [reset])).toEqual([]);
  expect(await bench.signIn(customer, undefined, bench.freshSource())).toMatchObject({
    verdict: 'yes',
  });
}

describe('a reset of more customers than one member may reset alone', () => {
  it('has no effect until another member approves it, and then for everyone at once', async () => {
    const reset = await propose();
    await expectNoEffect(reset);
    const cutoff = expectField(await approve(reset), 'cutoff');
    expect(Date.parse(cutoff)).toBeGreaterThanOrEqual(bench.now().getTime());
    expect(await bench.signIn(customer)).toMatchObject({ verdict: 'reset-required' });
    expect(await ask('describe-reset', { reset })).toMatchObject({ cutoff, approvedBy: second.id });
  });

  it('is not approved by who proposed it, by support, an auditor, a customer, or nobody', async () => {
    const reset = await propose();
    bench.pass({ minutes: 1 });
    const auditor = await bench.member(first, 'auditor');
    const plain = await bench.customer(first, { secondFactor: true });
    bench.pass({ minutes: 1 });
    for (const by of [first, support, auditor, plain, { ...plain, id: randomUUID() }]) {
      expect(await approve(reset, by)).toEqual(no);
    }
    await expectNoEffect(reset);
  });

  it('takes a fresh code of the second member: a wrong one, a used one and the first one’s are refused', async () => {
    const used = bench.code(second);
    const begun = await propose();
    expectField(await approve(begun, second, used), 'cutoff');
    // Back to a state where a member can act: each chooses a password after the cutoff.
    await bench.sql("UPDATE password SET set_at = set_at + interval '1 hour'");
    bench.pass({ seconds: 30 });
    const reset = await propose();
    for (const code of ['000000', used, bench.code(first)]) {
      expect(await approve(reset, second, code)).toEqual(no);
    }
    await expectNoEffect(reset);
  });

  it('approved by many at once takes effect once, with one cutoff', async () => {
    const reset = await propose();
    const [codes, others] = [bench.code(second), bench.code(third)];
    const verdicts = await Promise.all([
      ...Array.from({ length: 20 }, () => approve(reset, second, codes)),
      ...Array.from({ length: 20 }, () => approve(reset, third, others)),
    ]);
    const cutoffs = verdicts.flatMap((one) => (one.verdict === 'yes' ? [one.cutoff] : []));
    expect(new Set(cutoffs).size).toBe(1);
    const [row] = await bench.sql<{ cutoff: Date }>('SELECT cutoff FROM reset');
    expect(row?.cutoff.toISOString()).toBe(cutoffs[0]);
  });

  it('approved again, because the answer was lost, gives the same cutoff, to whoever approved', async () => {
    const reset = await propose();
    const answer = await approve(reset);
    bench.pass({ minutes: 5 });
    expect(await approve(reset, second, '000000')).toEqual(answer);
    expect(await approve(reset, third)).toEqual(no);
    expect(await start('all', { reset, code: '000000' })).toMatchObject({ verdict: 'yes' });
  });

  it('lapses after a day', async () => {
    const reset = await propose();
    bench.pass({ hours: 24 });
    expect(await approve(reset)).toEqual(no);
    expect(await ask('describe-reset', { reset })).toEqual({ verdict: 'expired' });
    expect(await start('all', { reset, code: '000000' })).toEqual(no);
    await expectNoEffect(reset);
  });

  it('cancelled, leaves every password, link, session in the making and known device as it was', async () => {
    const token = await bench.link(customer);
    await bench.challenge(third);
    await bench.signIn(customer, undefined, bench.freshSource());
    const before = await everythingCustomersHave();
    const reset = await propose();
    expect(await cancel(reset)).toEqual({ verdict: 'yes' });
    expect(await everythingCustomersHave()).toEqual(before);
    const inspected = await bench.ask('inspect-link', { token, source: bench.freshSource() });
    expect(inspected).toMatchObject({ verdict: 'yes', subject: customer.id });
    await expectNoEffect(reset);
  });

  it('once cancelled is not approved; once approved is not cancelled; of both at once one holds', async () => {
    const reset = await propose();
    expect(await cancel(reset, support)).toEqual(no);
    expect(await cancel(reset)).toEqual({ verdict: 'yes' });
    expect(await cancel(reset, third)).toEqual({ verdict: 'yes' });
    expect(await approve(reset)).toEqual(no);
    expect(await ask('describe-reset', { reset })).toEqual({ verdict: 'cancelled' });
    await expectNoEffect(reset);
    bench.pass({ seconds: 30 });
    const other = await propose();
    const raced = await Promise.all([approve(other), cancel(other, third)]);
    expect(raced.map(({ verdict }) => verdict).sort()).toEqual(['no', 'yes']);
  });

  it('falls with whoever proposed it: reset themselves, or no longer of that role', async () => {
    const reset = await propose();
    const own = { kind: 'subjects' as const, subjects: [first.id] };
    await ask('start-reset', {
      reset: randomUUID(),
      scope: own,
      reason: 'x',
      staff: support.id,
      source: home,
    });
    expect(await approve(reset)).toEqual(no);
    await expectNoEffect(reset);
  });

  it('of some, too: those on the list, and nobody else', async () => {
    const reset = randomUUID();
    const list = [second, third, support, customer, first].map(({ id }) => id);
    expect(await start(list, { reset })).toMatchObject({ verdict: 'proposed', concerned: 5 });
    const spared = await bench.customer(third);
    await expectNoEffect(reset);
    expect(await approve(reset)).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(customer)).toMatchObject({ verdict: 'reset-required' });
    expect(await bench.signIn(spared)).toMatchObject({ verdict: 'yes' });
  });
});

describe('a member alone', () => {
  it('resets as many as the limit says, and not more by cutting the list into slices', async () => {
    const people = [customer, await bench.customer(first), await bench.customer(first)];
    const more = [await bench.customer(first), await bench.customer(first)];
    bench.pass({ minutes: 1 });
    expect(await start(people.map(({ id }) => id))).toMatchObject({ verdict: 'yes' });
    bench.pass({ minutes: 1 });
    expect(await start(more.map(({ id }) => id))).toMatchObject({ verdict: 'proposed' });
    expect(await bench.signIn(more[0] as Person)).toMatchObject({ verdict: 'yes' });
  });

  it('proposes a campaign with a code that works once', async () => {
    const code = bench.code(first);
    const both = await Promise.all([start('all', { code }), start('all', { code })]);
    expect(both.map(({ verdict }) => verdict).sort()).toEqual(['no', 'proposed']);
  });

  it('repeats a proposal whose answer was lost, and it is one', async () => {
    const reset = await propose();
    expect(await start('all', { reset, code: '000000' })).toMatchObject({ verdict: 'proposed' });
    expect(await start('all', { reset, by: second })).toEqual(no);
    expect(await bench.sql('SELECT 1 FROM reset_proposal')).toHaveLength(1);
  });
});
