import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterAll } from 'vitest';
import { type Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { openPool } from '../database/pool.ts';
import { freshDatabases } from './databases.ts';

type Facts = Partial<Omit<Prisma.CustomerUncheckedCreateInput, 'id'>>;

/** A database of the manager for all tests of a file, as each role reaches it; it is closed after them. */
export async function openManagerBench(connections = 10) {
  const { manager: urls, auth } = await freshDatabases();
  const pools = [urls.appUrl, urls.workerUrl].map((url) => openPool(url, connections));
  const [db, workerDb] = pools.map((pool) => new PrismaClient({ adapter: new PrismaPg(pool) })) as [
    PrismaClient,
    PrismaClient,
  ];
  // What prepares or damages a database may take its time.
  const owner = new pg.Pool({
    connectionString: urls.ownerUrl,
    max: connections,
    options: '-c TimeZone=UTC',
  });
  afterAll(async () => {
    await Promise.all([db.$disconnect(), workerDb.$disconnect()]);
    await Promise.all([...pools, owner].map((pool) => pool.end()));
  });

  /** @returns the id. */
  async function customer(facts: Facts = {}): Promise<string> {
    const id = randomUUID();
    const data = { id, email: `${id}@example.com`, name: 'A', language: 'en', ...facts };
    await db.customer.create({ data });
    return id;
  }

  /** Customers of these names, at `<name>@example.com`; the id of each. */
  async function people<Name extends string>(
    names: readonly Name[],
    factsOf: (name: Name) => Facts = () => ({}),
  ) {
    const made = names.map(async (name) => [
      name,
      await customer({ name, email: `${name}@example.com`, ...factsOf(name) }),
    ]);
    return Object.fromEntries(await Promise.all(made)) as Record<Name, string>;
  }

  /** The notices that are queued for somebody, in turn. */
  async function notices(customerId: string): Promise<string[]> {
    const { rows } = await owner.query(
      `SELECT payload->>'notice' AS notice FROM graphile_worker._private_jobs
       WHERE payload->>'customerId' = $1 ORDER BY id`,
      [customerId],
    );
    return rows.map((row) => row.notice);
  }

  /** The jobs that are queued for a reset, and in how many hours they run. */
  async function resetJobs(id: string) {
    const { rows } = await owner.query<{ task: string; hours: number }>(
      `SELECT t.identifier AS task, round(extract(epoch FROM run_at - now()) / 3600)::int AS hours
       FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE j.payload->>'reset' = $1 ORDER BY t.identifier`,
      [id],
    );
    return rows;
  }

  return { urls, authUrls: auth, db, workerDb, owner, customer, people, notices, resetJobs };
}
