import { Prisma } from '../../prisma/manager/client/client.ts';
import { type ResetRule, resetListMax } from '../auth/contract.ts';
import { listMembers } from '../customer-lists/list-members.ts';
import { liveSession } from '../sessions/live-session.ts';
import type { Door } from './door.ts';
import { matchCustomers } from './match-customers.ts';
import type { PreviewedCohort } from './preview-cohort.ts';

/** How many, and at least a few of them. */
interface Found {
  count: number;
  some: string[];
}
type Cohort = Record<'concerned' | 'sessions' | 'devices' | 'links', Found>;

const none: ResetRule = { legacy: false, noSecondFactor: false, weak: false };
const enough = 10;

/**
 * Whom a reset would concern, and who of them is signed in, has devices that are remembered, or a link that opens.
 * Each side says who matches by what it knows: whom both name is concerned.
 *
 * @returns null when the auth service does not say.
 */
export async function findCohort(
  door: Door,
  cohort: PreviewedCohort,
  staff: string,
): Promise<Cohort | null> {
  const rule = cohort.kind === 'rule' ? cohort.rule : none;
  const except = cohort.kind === 'list' ? [] : cohort.except;
  const all: Cohort = { concerned: zero(), sessions: zero(), devices: zero(), links: zero() };
  const narrowed = isNarrowed(rule);
  const ask = async (among?: string[]) => {
    const scope = { kind: 'rule' as const, rule, except };
    const verdict = await door.ask('preview-reset', { scope, among, staff }, door.requestId);
    return verdict.verdict === 'yes' ? verdict : null;
  };
  for await (const batch of batchesOf(door, cohort)) {
    const said = await ask(batch);
    if (!said) return null;
    const byService = { count: said.concerned, some: said.examples };
    add(all.concerned, narrowed || !batch ? byService : everyOne(batch));
    for (const what of ['devices', 'links'] as const) {
      const { count, examples } = said[what];
      add(all[what], { count, some: examples.map(({ subject }) => subject) });
    }
    // Of everybody they are counted where they stand: there may be a million.
    if (!batch && !narrowed) {
      add(all.sessions, await countSignedIn(door.db, except));
      continue;
    }
    for await (const signedIn of listSignedIn(door.db, batch, except)) {
      const among = narrowed ? await ask(signedIn) : null;
      if (narrowed && !among) return null;
      add(
        all.sessions,
        among ? { count: among.concerned, some: among.examples } : everyOne(signedIn),
      );
    }
  }
  return all;
}

/** Whether the auth service has anything to say of such a rule. */
export function isNarrowed({ legacy, noSecondFactor, weak, setBefore }: ResetRule): boolean {
  return Boolean(legacy || noSecondFactor || weak || setBefore);
}

/** Among whom a cohort is looked for; undefined for everybody. */
async function* batchesOf(
  { db }: Door,
  cohort: PreviewedCohort,
): AsyncGenerator<string[] | undefined> {
  if (cohort.kind === 'list') return yield cohort.subjects;
  if (cohort.kind === 'rule' && !cohort.facts) return yield undefined;
  const except = new Set(cohort.except);
  const batches =
    cohort.kind === 'kept' ? pagesOf(db, cohort.list.id) : matchCustomers(db, cohort.facts ?? {});
  for await (const batch of batches) yield batch.filter((id) => !except.has(id));
}

async function* pagesOf(db: Door['db'], listId: string): AsyncGenerator<string[]> {
  for (let after: string | undefined; ; ) {
    const page = await listMembers(db, listId, { after, limit: resetListMax });
    if (page.length > 0) yield page;
    if (page.length < resetListMax) return;
    after = page.at(-1);
  }
}

async function countSignedIn(db: Door['db'], except: string[]): Promise<Found> {
  const rows = await db.$queryRaw<{ id: string; count: number }[]>`
    SELECT id, count(*) OVER ()::int AS count FROM (
      SELECT DISTINCT s.customer_id AS id FROM session s WHERE ${liveSession}
        AND s.customer_id <> ALL (${except}::uuid[])
    ) signed_in LIMIT ${enough}`;
  return { count: rows[0]?.count ?? 0, some: rows.map(({ id }) => id) };
}

async function* listSignedIn(
  db: Door['db'],
  among: string[] | undefined,
  except: string[],
): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT s.customer_id AS id FROM session s WHERE ${liveSession}
        AND s.customer_id <> ALL (${except}::uuid[])
        ${among ? Prisma.sql`AND s.customer_id = ANY (${among}::uuid[])` : Prisma.empty}
        ${after ? Prisma.sql`AND s.customer_id > ${after}::uuid` : Prisma.empty}
      ORDER BY s.customer_id LIMIT ${resetListMax}`;
    if (rows.length > 0) yield rows.map(({ id }) => id);
    if (rows.length < resetListMax) return;
    after = rows.at(-1)?.id ?? '';
  }
}

function zero(): Found {
  return { count: 0, some: [] };
}

function everyOne(ids: string[]): Found {
  return { count: ids.length, some: ids };
}

function add(to: Found, { count, some }: Found): void {
  to.count += count;
  if (to.some.length < enough) to.some.push(...some.slice(0, enough));
}
