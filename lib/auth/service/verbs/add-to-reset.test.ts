import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RequestOf, resetListMax, type Verb } from '../../contract.ts';
import { type AuthService, createService } from '../create-service.ts';
import { asking, atOnce, type Bench, home, openBench, type Person } from '../testing/bench.ts';

let bench: Bench;
/** A replica on which every campaign takes a second member. */
let strict: AuthService;
let [first, second, plain, weak, spared]: [Person, Person, Person, Person, Person] = [] as never;
const no = { verdict: 'no' };

beforeAll(async () => {
  bench = await openBench();
  strict = await createService({ ...bench.parts(), approvalAbove: 0 });
  first = await bench.staff();
  second = await bench.member(first, 'security');
  plain = await bench.customer(first);
  weak = await bench.customer(first);
  spared = await bench.customer(first);
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.pass({ minutes: 2 });
  for (const table of ['subject', 'candidate', 'batch']) {
    await bench.sql(`DELETE FROM reset_${table}`);
  }
  for (const table of ['reset', 'reset_cancelled', 'reset_proposal']) {
    await bench.sql(`DELETE FROM ${table}`);
  }
  await bench.sql(
    `UPDATE password SET weakness = 'breached', weakness_at = now() WHERE subject_id = $1`,
    [weak.id],
  );
});

function decide<V extends Verb>(verb: V, request: RequestOf<V>, on = strict) {
  return asking(on)(verb, request, verb === 'add-to-reset' ? 'worker' : 'manager');
}

async function start(
  batches: number,
  { rule, on = strict }: { rule?: object; on?: AuthService } = {},
) {
  const reset = randomUUID();
  const code = bench.code(first);
  const scope = rule
    ? ({ kind: 'rule', rule, batches, code } as const)
    : ({ kind: 'list', batches, code } as const);
  const wish = { reset, scope, reason: 'A list was found.', staff: first.id, source: home };
  expect(await decide('start-reset', wish, on)).toEqual({ verdict: 'naming', next: 0 });
  return reset;
}

function add(reset: string, batch: number, people: { id: string }[], on = strict) {
  return decide('add-to-reset', { reset, batch, subjects: people.map(({ id }) => id) }, on);
}

async function approve(reset: string) {
  const code = bench.code(second);
  return decide('approve-reset', { reset, staff: second.id, code, source: home });
}

const listed = async (reset: string) => {
  const rows = await bench.sql<{ id: string }>(
    'SELECT subject_id AS id FROM reset_subject WHERE reset_id = $1 ORDER BY 1',
    [reset],
  );
  return rows.map(({ id }) => id);
};
const ids = (...people: Person[]) => people.map(({ id }) => id).sort();
const signIn = (person: Person) => bench.signIn(person, undefined, bench.freshSource());

describe('a list in batches', () => {
  it('has no effect and cannot be approved before the last, and then waits for a second member', async () => {
    const reset = await start(2);
    expect(await add(reset, 0, [plain])).toEqual({ verdict: 'naming', next: 1 });
    expect(await approve(reset)).toEqual(no);
    expect(await decide('describe-reset', { reset })).toEqual({ verdict: 'naming', next: 1 });
    expect(await add(reset, 1, [weak])).toMatchObject({ verdict: 'proposed', concerned: 2 });
    expect(await signIn(plain)).toMatchObject({ verdict: 'yes' });
    bench.pass({ minutes: 1 });
    expect(await approve(reset)).toMatchObject({ verdict: 'yes' });
    for (const one of [plain, weak]) {
      expect(await signIn(one)).toMatchObject({ verdict: 'reset-required' });
    }
    expect(await signIn(spared)).toMatchObject({ verdict: 'yes' });
    await bench.sql('DELETE FROM reset_subject');
  });

  it('of few customers is in force with the last of them', async () => {
    const reset = await start(1, { on: bench.service });
    expect(await add(reset, 0, [plain], bench.service)).toMatchObject({ verdict: 'yes' });
    expect(await signIn(plain)).toMatchObject({ verdict: 'reset-required' });
  });

  it('takes each batch once: a repeated one is answered again and adds nobody', async () => {
    const reset = await start(2);
    await add(reset, 0, [plain]);
    expect(await add(reset, 0, [spared])).toEqual({ verdict: 'naming', next: 1 });
    await add(reset, 1, [weak]);
    for (const batch of [0, 1]) {
      expect(await add(reset, batch, [spared])).toMatchObject({ verdict: 'proposed' });
    }
    expect(await listed(reset)).toEqual(ids(plain, weak));
    bench.pass({ minutes: 1 });
    const approved = await approve(reset);
    expect(await add(reset, 1, [spared])).toEqual(approved);
    expect(await listed(reset)).toEqual(ids(plain, weak));
  });

  it('of twenty of the same at once is added once', async () => {
    const reset = await start(2);
    const tally = await atOnce(20, () => add(reset, 0, [plain]));
    expect(tally).toEqual({ naming: 20 });
    expect(await listed(reset)).toEqual(ids(plain));
  });

  it('takes no batch beyond those that were said with the code, and none out of turn', async () => {
    const reset = await start(2);
    expect(await add(reset, 1, [plain])).toEqual(no);
    expect(await add(reset, 2, [plain])).toEqual(no);
    await add(reset, 0, []);
    await add(reset, 1, [weak]);
    expect(await add(reset, 2, [spared])).toEqual(no);
    expect(await listed(reset)).toEqual(ids(weak));
  });

  it('is added to by nobody once it is cancelled, has lapsed, or whoever began it is of security no more', async () => {
    const cancelled = await start(2);
    await decide('cancel-reset', { reset: cancelled, staff: second.id, source: home });
    expect(await add(cancelled, 0, [plain])).toEqual(no);
    bench.pass({ minutes: 1 });
    const orphaned = await start(2);
    await bench.sql(`UPDATE subject SET staff_role = 'support' WHERE id = $1`, [first.id]);
    expect(await add(orphaned, 0, [plain])).toEqual(no);
    await bench.sql(`UPDATE subject SET staff_role = 'security' WHERE id = $1`, [first.id]);
    bench.pass({ hours: 25 });
    expect(await add(orphaned, 0, [plain])).toEqual(no);
    expect(await bench.sql('SELECT 1 FROM reset_subject')).toEqual([]);
  });

  it('adds nobody to a reset that named no batches, or that nobody asked for', async () => {
    const reset = randomUUID();
    const scope = {
      kind: 'subjects' as const,
      subjects: ids(plain, weak),
      code: bench.code(first),
    };
    const wish = { reset, scope, reason: 'A list was found.', staff: first.id, source: home };
    expect(await decide('start-reset', wish)).toMatchObject({ verdict: 'proposed' });
    expect(await add(reset, 0, [spared])).toEqual(no);
    expect(await add(randomUUID(), 0, [spared])).toEqual(no);
    expect(await listed(reset)).toEqual(ids(plain, weak));
  });

  it('never holds more in one request than the bound', async () => {
    const reset = await start(1);
    const many = Array.from({ length: resetListMax + 1 }, () => ({ id: randomUUID() }));
    expect(await add(reset, 0, many)).toMatchObject({ verdict: expect.not.stringMatching('yes') });
    expect(await decide('describe-reset', { reset })).toEqual({ verdict: 'naming', next: 0 });
  });
});

describe('a rule among candidates', () => {
  it('concerns those of them whom it matches when it is approved, and nobody else', async () => {
    const reset = await start(2, { rule: { weak: true } });
    await add(reset, 0, [plain]);
    expect(await add(reset, 1, [spared])).toMatchObject({ verdict: 'proposed', concerned: 0 });
    await bench.sql(
      `UPDATE password SET weakness = 'common', weakness_at = now() WHERE subject_id = $1`,
      [plain.id],
    );
    expect(await decide('describe-reset', { reset })).toMatchObject({ concerned: 1 });
    bench.pass({ minutes: 1 });
    expect(await approve(reset)).toMatchObject({ verdict: 'yes' });
    expect(await listed(reset)).toEqual(ids(plain));
    await bench.sql('UPDATE password SET weakness = NULL, weakness_at = NULL');
  });

  it('leaves the exceptions alone', async () => {
    const reset = randomUUID();
    const code = bench.code(first);
    const scope = { kind: 'rule' as const, rule: {}, except: [spared.id], batches: 1, code };
    const wish = { reset, scope, reason: 'A list was found.', staff: first.id, source: home };
    await decide('start-reset', wish, bench.service);
    await add(reset, 0, [weak, spared], bench.service);
    expect(await listed(reset)).toEqual(ids(weak));
  });
});
