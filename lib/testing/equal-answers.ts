import { createHash, pbkdf2Sync, randomInt, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { wilcoxonRankSum } from 'simple-statistics';
import type { AuthConnection } from '../auth/connect.ts';

/** All that must be answered alike: the same *no*, and not to be told apart by time. */
export const classes = [
  'wrong-password',
  'unknown',
  'legacy',
  'wrapped',
  'locked',
  'disabled',
  'empty-password',
] as const;
export type Class = (typeof classes)[number];

/** One question and whose class it is of. */
export interface Probe {
  class: Class;
  email: string;
  password: string;
}

interface Doors {
  manager: AuthConnection;
  operator: AuthConnection;
  /** As the owner of the auth database. */
  sql: (text: string, values?: unknown[]) => Promise<unknown>;
}

// So many that nobody's row of failures comes near the hundred that disable.
const customersEach = 60;
const right = 'amber-timber-quartz-amber';

/** Makes customers of every class, and says how to ask about each. */
export async function openClasses(doors: Doors) {
  const wrapped = await importLegacy(doors, 3);
  await doors.operator.ask('wrap-legacy-hashes', { action: 'start', rowsPerSecond: 10_000 });
  while ((await wrapState(doors)) === 'running') await new Promise(setImmediate);
  const people = {
    'wrong-password': await importLegacy(doors),
    legacy: await importLegacy(doors, 3),
    wrapped,
    locked: await importLegacy(doors),
    disabled: await importLegacy(doors),
  };
  for (const settled of ['wrong-password', 'locked', 'disabled'] as const) {
    for (const { email } of people[settled]) await signIn(doors, email);
  }
  await doors.sql('DELETE FROM throttle');
  for (const { email } of people.locked) await lock(doors, email);
  await doors.sql('UPDATE throttle SET level = 1e9 WHERE level >= 10');
  await forgetAttempts(doors);
  await doors.sql(
    `INSERT INTO failure (subject_id, authenticator, known, count, disabled_at)
     SELECT id, 'password', known, 100, now()
     FROM unnest($1::uuid[]) AS s(id), (VALUES (true), (false)) AS k(known)
     ON CONFLICT (subject_id, authenticator, known) DO UPDATE SET count = 100, disabled_at = now()`,
    [people.disabled.map(({ subject }) => subject)],
  );
  return (one: Class, index: number): Probe => {
    if (one === 'unknown') return { class: one, email: newEmail(), password: 'no-password-of' };
    const all = people[one === 'empty-password' ? 'wrong-password' : one];
    const { email } = all[index % all.length] as { email: string };
    return { class: one, email, password: one === 'empty-password' ? '' : 'not the password' };
  };
}

/** Makes room for more attempts; who is locked stays locked. */
export async function forgetAttempts({ sql }: Pick<Doors, 'sql'>): Promise<void> {
  await sql('DELETE FROM throttle WHERE level < 1e8');
  await sql('DELETE FROM failure WHERE disabled_at IS NULL');
}

let asked = 0;
/** A source that asked nothing before, in a network that did not either. */
export function newSource(): { address: string } {
  asked++;
  return { address: `2001:${(asked >> 16).toString(16)}:${(asked & 0xffff).toString(16)}::1` };
}

/**
 * Asks about every class, turn about in an order drawn by lot for each round, so that whatever the machine
 * does meanwhile is done to all alike.
 *
 * @returns milliseconds of each class.
 */
export async function takeSamples(options: {
  each: number;
  concurrency: number;
  probe: (one: Class, index: number) => Probe;
  ask: (probe: Probe) => Promise<{ verdict: string }>;
  /** Between rounds, while nothing is asked. */
  rest: () => Promise<void>;
}): Promise<Record<Class, number[]>> {
  const { each, concurrency, probe, ask, rest } = options;
  const samples = Object.fromEntries(classes.map((one) => [one, [] as number[]]));
  const perRest = customersEach * 5;
  for (let from = 0; from < each; from += perRest) {
    const turns = Array.from({ length: Math.min(perRest, each - from) }, (_, turn) =>
      shuffled(classes).map((one) => probe(one, from + turn)),
    ).flat();
    const work = async () => {
      for (let next = turns.pop(); next; next = turns.pop()) {
        const started = performance.now();
        const { verdict } = await ask(next);
        samples[next.class]?.push(performance.now() - started);
        if (verdict !== 'no') throw new Error(`${next.class} was answered ${verdict}`);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    await rest();
  }
  return samples as Record<Class, number[]>;
}

/**
 * How well one may tell two classes apart by time: the probability that a sample of one is later than one
 * of the other (area under the ROC curve, by Mann and Whitney's U). Half is not at all.
 */
export function tellApart(one: number[], other: number[]): number {
  const u = wilcoxonRankSum(one, other) - (one.length * (one.length + 1)) / 2;
  return u / (one.length * other.length);
}

/** @param systems how many of the older systems' kinds of hash, turn about. */
async function importLegacy({ operator }: Doors, systems: 2 | 3 = 2) {
  const people = Array.from({ length: customersEach }, () => ({
    subject: randomUUID(),
    email: newEmail(),
  }));
  const rows = people.map((person, index) => ({
    ...person,
    language: 'en' as const,
    passwordHash: legacyHash(index % systems),
    passwordSetAt: '2024-01-01T00:00:00Z',
  }));
  const answer = await operator.ask('import-credentials', { rows });
  if (answer.verdict !== 'yes' || answer.results.some(({ result }) => result !== 'imported')) {
    throw new Error('the import was refused');
  }
  return people;
}

/** Cheap hashes of older systems; the last is nobody's password. */
function legacyHash(system: number): string {
  if (system === 0) {
    const digest = pbkdf2Sync(right, 'salt', 1_000, 32, 'sha256').toString('base64');
    return `pbkdf2_sha256$1000$salt$${digest}`;
  }
  if (system === 2) return `$2b$04$${'a'.repeat(53)}`;
  let digest = createHash('sha256').update('salt').update(right).digest();
  for (let round = 1; round < 2_000; round++) {
    digest = createHash('sha256').update(digest).digest();
  }
  return `$sha256i$r=2000$c2FsdA==$${digest.toString('base64')}`;
}

async function signIn({ manager }: Doors, email: string) {
  const request = { email, password: right, source: newSource() };
  const { verdict } = await manager.ask('verify-password', request);
  if (verdict !== 'yes') throw new Error(`a right password was answered ${verdict}`);
}

async function lock({ manager }: Doors, email: string) {
  for (let attempt = 0; attempt < 11; attempt++) {
    await manager.ask('verify-password', { email, password: 'wrong', source: newSource() });
  }
}

async function wrapState({ operator }: Doors): Promise<string> {
  const told = await operator.ask('wrap-legacy-hashes', { action: 'status' });
  return told.verdict === 'yes' ? told.state : told.verdict;
}

function newEmail(): string {
  return `somebody.${randomUUID()}@example.com`;
}

function shuffled<T>(all: readonly T[]): T[] {
  const left = [...all];
  return Array.from(all, () => left.splice(randomInt(left.length), 1)[0] as T);
}
