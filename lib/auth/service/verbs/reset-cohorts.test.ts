import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestOf } from '../../contract.ts';
import { type AuthService, createService } from '../create-service.ts';
import { listAhead } from '../resets/match-rule.ts';
import { asking, type Bench, expectField, home, openBench, type Person } from '../testing/bench.ts';

let bench: Bench;
/** A replica on which every campaign takes a second member. */
let strict: AuthService;
type Cast = [Person, Person, Person, Person, Person];
let [first, second, plain, guarded, weak]: Cast = [] as never;
const no = { verdict: 'no' };
type Rule = RequestOf<'preview-reset'>['scope']['rule'];

beforeAll(async () => {
  bench = await openBench();
  strict = await createService({ ...bench.parts(), approvalAbove: 0 });
  first = await bench.staff();
  second = await bench.member(first, 'security');
  plain = await bench.customer(first);
  guarded = await bench.customer(first, { secondFactor: true });
  weak = await bench.customer(first);
});
afterAll(() => bench.close());
beforeEach(async () => {
  bench.pass({ minutes: 2 });
  await bench.sql('DELETE FROM reset_subject');
  await bench.sql('DELETE FROM reset');
  await bench.sql('DELETE FROM reset_proposal');
  await bench.sql(
    `UPDATE password SET scheme = 'bcrypt-hmac-sha384', weakness = NULL, weakness_at = NULL`,
  );
  await bench.sql(
    `UPDATE password SET weakness = 'breached', weakness_at = now() WHERE subject_id = $1`,
    [weak.id],
  );
});

async function preview(rule: Rule, except: string[] = [], by = first) {
  const request = { scope: { kind: 'rule' as const, rule, except }, staff: by.id };
  return bench.ask('preview-reset', request);
}

async function start(
  rule: Rule,
  options: { except?: string[]; on?: AuthService; reset?: string; code?: string } = {},
) {
  const { except = [], on = bench.service, reset = randomUUID() } = options;
  const request: RequestOf<'start-reset'> = {
    reset,
    scope: { kind: 'rule', rule, except, code: options.code ?? bench.code(first) },
    reason: 'A list was found.',
    staff: first.id,
    source: home,
  };
  return asking(on)('start-reset', request);
}

async function concerned(reset: string) {
  const listed = await bench.ask('list-reset', { reset }, 'worker');
  return listed.verdict === 'yes' ? [...listed.subjects].sort() : listed;
}

const ids = (...people: Person[]) => people.map(({ id }) => id).sort();
const signIn = (person: Person) => bench.signIn(person, undefined, bench.freshSource());

describe('of those a reset is asked about,', () => {
  const undone = async (reset: string, among: string[]) => {
    const listed = await bench.ask('list-reset', { reset, among }, 'worker');
    return listed.verdict === 'yes' ? [...listed.subjects].sort() : listed;
  };

  it('it names those who are concerned and have not chosen a new password since', async () => {
    const reset = randomUUID();
    await start({ noSecondFactor: true }, { reset });
    const everybody = [first, plain, guarded, weak].map(({ id }) => id);
    expect(await undone(reset, [...everybody, randomUUID()])).toEqual(ids(plain, weak));
    expect(await undone(reset, [plain.id])).toEqual([plain.id]);
    await bench.sql(
      `UPDATE password SET set_at = set_at + interval '1 day' WHERE subject_id = $1`,
      [weak.id],
    );
    expect(await undone(reset, everybody)).toEqual(ids(plain));
    await bench.sql(
      `UPDATE password SET set_at = set_at - interval '1 day' WHERE subject_id = $1`,
      [weak.id],
    );
  });

  it('it names nobody while it is not in force', async () => {
    const reset = randomUUID();
    await start({ noSecondFactor: true }, { reset, on: strict });
    expect(await undone(reset, [plain.id])).toEqual(no);
  });
});

describe('a rule concerns whom it matches, and nobody else:', () => {
  it('who has no second factor', async () => {
    const reset = randomUUID();
    expect(await preview({ noSecondFactor: true })).toMatchObject({ concerned: 2 });
    expect(await start({ noSecondFactor: true }, { reset })).toMatchObject({ verdict: 'yes' });
    expect(await concerned(reset)).toEqual(ids(plain, weak));
    expect(await signIn(plain)).toMatchObject({ verdict: 'reset-required' });
    expect(await signIn(guarded)).toMatchObject({ verdict: 'second-factor' });
  });

  it('whose password is weak or breached', async () => {
    const reset = randomUUID();
    await start({ weak: true }, { reset });
    expect(await concerned(reset)).toEqual(ids(weak));
  });

  it('whose password is of an older form', async () => {
    const reset = randomUUID();
    await bench.sql(`UPDATE password SET scheme = 'sha256-crypt' WHERE subject_id = $1`, [
      plain.id,
    ]);
    await start({ legacy: true }, { reset });
    expect(await concerned(reset)).toEqual(ids(plain));
  });

  it('whose password is older than a day', async () => {
    const setBefore = new Date(bench.now().getTime() - 86_400_000).toISOString();
    await bench.sql(`UPDATE password SET set_at = $2 WHERE subject_id = $1`, [
      guarded.id,
      new Date(Date.parse(setBefore) - 1),
    ]);
    expect(await preview({ setBefore })).toMatchObject({
      verdict: 'yes',
      concerned: 1,
      examples: [guarded.id],
    });
  });

  it('who meets all that is said, without the exceptions', async () => {
    const both = { noSecondFactor: true, weak: true };
    expect(await preview(both)).toMatchObject({ concerned: 1 });
    const nobody = { verdict: 'yes', concerned: 0, examples: [] };
    expect(await preview(both, [weak.id])).toMatchObject(nobody);
    const reset = randomUUID();
    await start({}, { reset, except: ids(first, second) });
    expect(await concerned(reset)).toEqual(ids(plain, guarded, weak));
  });
});

it('whoever enrols an authenticator after the rule took effect does not escape it', async () => {
  const late = await bench.customer(first);
  bench.pass({ minutes: 1 });
  await start({ noSecondFactor: true });
  await bench.sql(
    `INSERT INTO totp SELECT $1, state, key_sealed, key_version, last_step, created_at, now()
     FROM totp WHERE subject_id = $2`,
    [late.id, guarded.id],
  );
  expect(await signIn(late)).toMatchObject({ verdict: 'reset-required' });
});

it('proposed, a rule is matched when it is approved, and concerns nobody before', async () => {
  const reset = randomUUID();
  const said = await start({ weak: true }, { reset, on: strict });
  expect(said).toMatchObject({ verdict: 'proposed', concerned: 1 });
  expect(await concerned(reset)).toEqual(no);
  expect(await signIn(weak)).toMatchObject({ verdict: 'yes' });
  await bench.sql(
    `UPDATE password SET weakness = 'common', weakness_at = now() WHERE subject_id = $1`,
    [plain.id],
  );
  const code = bench.code(second);
  const approval = { reset, staff: second.id, code, source: home };
  expectField(await asking(strict)('approve-reset', approval), 'cutoff');
  expect(await concerned(reset)).toEqual(ids(plain, weak));
  expect(await asking(strict)('describe-reset', { reset })).toMatchObject({
    concerned: 2,
    done: 0,
  });
});

it('listed ahead, in parts, nobody is left out or concerned, and doing it again changes nothing', async () => {
  const reset = randomUUID();
  await start({}, { reset, on: strict, except: [first.id] });
  const proposal = await bench.database.resetProposal.findUniqueOrThrow({ where: { id: reset } });
  // One in each quarter of the ids, and at their very ends.
  const ends = ['0', '3', '4', 'f'].map((digit) => randomUUID().replaceAll(/[0-9a-f]/g, digit));
  await bench.sql(
    `INSERT INTO subject (id, email_lookup, email_sealed, language, created_at)
     SELECT id, sha256(id::text::bytea), '', 'en', now() FROM unnest($1::uuid[]) id`,
    [ends],
  );
  await bench.sql(
    `INSERT INTO password SELECT (jsonb_populate_record(p, jsonb_build_object('subject_id', id))).*
     FROM password p, unnest($1::uuid[]) id WHERE p.subject_id = $2`,
    [ends, plain.id],
  );
  await listAhead(bench.database, proposal);
  await listAhead(bench.database, proposal);
  const listed = await bench.sql<{ id: string }>(
    'SELECT subject_id AS id FROM reset_subject WHERE reset_id = $1',
    [reset],
  );
  const all = await bench.sql<{ id: string }>(
    'SELECT subject_id AS id FROM password WHERE subject_id <> $1',
    [first.id],
  );
  const sorted = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();
  expect(sorted(listed)).toEqual(sorted(all));
  expect(sorted(listed)).toEqual(expect.arrayContaining(ends));
  expect(await signIn(plain)).toMatchObject({ verdict: 'yes' });
  await bench.sql('DELETE FROM reset_subject');
  await bench.sql('DELETE FROM password WHERE subject_id = ANY ($1::uuid[])', [ends]);
  await bench.sql('DELETE FROM subject WHERE id = ANY ($1::uuid[])', [ends]);
});

it('a preview is for security members, by the own record of the service, and changes nothing', async () => {
  await bench.sql(`UPDATE subject SET staff_role = 'support' WHERE id = $1`, [second.id]);
  for (const by of [second, plain, { ...plain, id: randomUUID() }]) {
    expect(await preview({}, [], by)).toEqual(no);
  }
  await bench.sql(`UPDATE subject SET staff_role = 'security' WHERE id = $1`, [second.id]);
  expect(await preview({}, [], second)).toMatchObject({ verdict: 'yes' });
  expect(await bench.sql('SELECT 1 FROM reset_proposal')).toEqual([]);
});

it('a rule takes a fresh code, and one the service does not know is refused', async () => {
  expect(await start({ weak: true }, { code: '000000' })).toEqual(no);
  expect(await start({ weak: true, everybody: true } as never)).toEqual(no);
  expect(await start({ setBefore: 'yesterday' })).toEqual(no);
  expect(await bench.sql('SELECT 1 FROM reset_proposal')).toEqual([]);
});
