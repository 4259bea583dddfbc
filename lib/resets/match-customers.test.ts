import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AuthConnection } from '../auth/connect.ts';
import { type RequestOf, resetListMax } from '../auth/contract.ts';
import { answering } from '../testing/answering.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { type CustomerRule, matchCustomers } from './match-customers.ts';
import { type PreviewedCohort, previewCohort } from './preview-cohort.ts';
import { requestCohort } from './request-cohort.ts';

const { db, people } = await openManagerBench(3);
// In France, in Germany, and nowhere.
const [paris, berlin, home] = ['90.1.2.3', '93.233.142.1', '192.168.1.1'];
const companies = { ada: 'Élan & Co', ben: 'ÉLAN & CO', cora: 'Élan', dan: '', eve: '' };
type Name = keyof typeof companies;
const names = Object.keys(companies) as Name[];
const ids = await people(names, (name) => ({ company: companies[name] }));

beforeAll(async () => {
  const happened: [Name, string, string, string, string][] = [
    ['ada', '2026-01-01T00:00:00Z', 'sign-in', 'yes', berlin],
    ['ada', '2026-03-01T00:00:00Z', 'sign-in', 'yes', paris],
    ['ada', '2026-03-02T00:00:00Z', 'sign-in', 'no', berlin],
    ['ada', '2026-03-03T00:00:00Z', 'sign-out', 'yes', berlin],
    ['ben', '2026-02-28T23:59:59.999Z', 'sign-in', 'yes', berlin],
    ['cora', '2026-05-01T00:00:00Z', 'sign-in', 'yes', home],
    ['dan', '2026-05-01T00:00:00Z', 'sign-in', 'no', paris],
  ];
  await db.activity.createMany({
    data: happened.map(([name, at, kind, outcome, address]) => ({
      ...{ customerId: ids[name], at, kind, outcome, address, userAgent: '' },
    })),
  });
});

const named = (found: string[]) => names.filter((name) => found.includes(ids[name]));
async function match(rule: CustomerRule) {
  const batches = await Array.fromAsync(matchCustomers(db, rule));
  expect(batches.every((batch) => batch.length > 0 && batch.length <= resetListMax)).toBe(true);
  return named(batches.flat());
}

describe('a rule of what the panel knows concerns', () => {
  test.each<[string, CustomerRule, Name[]]>([
    ['who last signed in before a day', { lastSignIn: 'before', signInDay: '2026-03-01' }, ['ben']],
    [
      'who last signed in on it or later',
      { lastSignIn: 'since', signInDay: '2026-03-01' },
      ['ada', 'cora'],
    ],
    ['who never signed in, whatever was tried', { lastSignIn: 'never' }, ['dan', 'eve']],
    ['who last signed in from a country', { countries: ['DE'] }, ['ben']],
    ['who last signed in from one of several', { countries: ['DE', 'FR'] }, ['ada', 'ben']],
    ['whose company it is, in whatever case', { company: 'élan & co' }, ['ada', 'ben']],
    ['of whom all that is said holds', { company: 'Élan & Co', countries: ['FR'] }, ['ada']],
    ['nobody by a pattern', { company: '%' }, []],
  ])('%s', async (_, rule, expected) => expect(await match(rule)).toEqual(expected));
});

/** An auth service by which some have weak passwords, and that says what it was asked. */
function knowingWeak(weak: Name[]) {
  const asked: RequestOf<'preview-reset'>[] = [];
  const ask = (async (_: string, request: RequestOf<'preview-reset'>) => {
    asked.push(request);
    const { among = Object.values(ids), scope } = request;
    const examples = weak
      .map((name) => ids[name])
      .filter((id) => among.includes(id) && !scope.except?.includes(id));
    const [devices, links] = [ending(['cora'], among), ending(['ada', 'ben'], among)];
    return { verdict: 'yes', concerned: examples.length, examples, devices, links };
  }) as unknown as AuthConnection['ask'];
  return { ask, asked };
}
function ending(having: Name[], among: string[]) {
  const examples = having
    .map((name) => ({ subject: ids[name], at: '2026-01-01T00:00:00Z' }))
    .filter(({ subject }) => among.includes(subject));
  return { count: examples.length, examples };
}
const cohort = (facts: CustomerRule, { weak = false, except = [] as Name[] } = {}) =>
  ({
    kind: 'rule',
    rule: { legacy: false, noSecondFactor: false, weak },
    except: except.map((name) => ids[name]),
    facts,
  }) satisfies PreviewedCohort;
const preview = async (auth: { ask: AuthConnection['ask'] }, of: PreviewedCohort) => {
  const found = await previewCohort({ db, ...auth }, of, ids.eve);
  return found && { concerned: found.concerned, examples: found.examples.map(({ name }) => name) };
};

describe('a rule of what both sides know', () => {
  const german = { countries: ['DE', 'FR'] };

  test('is previewed as those whom both name, without the exceptions', async () => {
    const auth = knowingWeak(['ben', 'cora']);
    expect(await preview(auth, cohort(german, { weak: true }))).toEqual({
      concerned: 1,
      examples: ['ben'],
    });
    expect(await preview(auth, cohort(german, { weak: true, except: ['ben'] }))).toEqual({
      concerned: 0,
      examples: [],
    });
    expect(auth.asked.flatMap(({ among }) => among ?? []).length).toBeGreaterThan(0);
  });

  test('is the panel’s where the auth service has nothing to say, and nobody’s where it is silent', async () => {
    expect(await preview(knowingWeak([]), cohort(german, { except: ['ada'] }))).toEqual({
      concerned: 1,
      examples: ['ben'],
    });
    const silent = answering({ verdict: 'unavailable' });
    expect(await preview(silent, cohort(german, { weak: true }))).toBeNull();
  });

  test('is asked for among those whom the panel matched, who are written down first', async () => {
    const as = { staffId: ids.eve, code: '918273' };
    const asked = await requestCohort(db, cohort(german, { weak: true, except: ['ada'] }), as);
    expect(asked?.scope).toEqual({
      ...{ kind: 'rule', rule: { legacy: false, noSecondFactor: false, weak: true } },
      ...{ except: [ids.ada], batches: 1, code: '918273' },
    });
    // Whoever signs in elsewhere from here on is on the list all the same.
    const members = await db.customerListMember.findMany({
      where: { listId: asked?.list?.id ?? '' },
    });
    expect(named(members.map(({ customerId }) => customerId))).toEqual(['ada', 'ben']);
    expect(asked?.rule).toMatchObject({ weak: true, countries: ['DE', 'FR'], except: 1 });
    const kept = await db.customerList.findMany();
    expect(JSON.stringify(kept)).not.toContain('918273');
  });

  test('of the panel alone is a list of those it matched, and of nobody is refused', async () => {
    const as = { staffId: ids.eve, code: '918273' };
    const asked = await requestCohort(db, cohort(german, { except: ['ada'] }), as);
    expect(asked?.scope).toEqual({ kind: 'subjects', subjects: [ids.ben], code: '918273' });
    expect(asked?.list).toBeUndefined();
    expect(await requestCohort(db, cohort({ company: 'nobody' }), as)).toBeNull();
    expect(await requestCohort(db, cohort(german, { except: ['ada', 'ben'] }), as)).toBeNull();
  });
});

describe('what would end is counted', () => {
  const losses = async (of: PreviewedCohort) => {
    const found = await previewCohort({ db, ...knowingWeak(['ben']) }, of, ids.eve);
    const { sessions, devices, links } = found?.ends ?? {};
    return [sessions, devices, links].map((one) => one?.examples.map(({ name }) => name));
  };

  test('for those concerned, of a rule, a list and of everybody, and for nobody else', async () => {
    for (const name of ['ada', 'ben', 'cora', 'ben'] as const) {
      const [startedAt, lastUsedAt] = [new Date(), new Date()];
      await db.session.create({
        data: {
          ...{ id: randomUUID(), tokenHash: randomBytes(32), customerId: ids[name], address: home },
          ...{ secondFactor: false, userAgent: '', startedAt, lastUsedAt },
        },
      });
    }
    await db.session.updateMany({ where: { customerId: ids.cora }, data: { endedAt: new Date() } });
    const german = { countries: ['DE', 'FR'] };
    expect(await losses(cohort(german))).toEqual([['ada', 'ben'], [], ['ada', 'ben']]);
    expect(await losses(cohort(german, { weak: true }))).toEqual([['ben'], [], ['ada', 'ben']]);
    const list = { kind: 'list' as const, subjects: [ids.ada, ids.cora] };
    expect(await losses(list)).toEqual([['ada'], ['cora'], ['ada']]);
    const all = { ...cohort({}), facts: undefined };
    expect(await losses({ ...all, except: [ids.ada] })).toEqual([
      ['ben'],
      ['cora'],
      ['ada', 'ben'],
    ]);
    const kept = await requestCohort(db, cohort(german, { weak: true }), {
      staffId: ids.eve,
      code: '1',
    });
    const { id = '', customers = 0 } = kept?.list ?? {};
    const uploaded = { kind: 'kept' as const, list: { id, customers }, except: [ids.ben] };
    expect(await losses(uploaded)).toEqual([['ada'], [], ['ada']]);
    const found = await previewCohort({ db, ...knowingWeak([]) }, uploaded, ids.eve);
    expect(found).toMatchObject({ concerned: 1, examples: [{ name: 'ada' }] });
  });
});
