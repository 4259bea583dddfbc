import { PrismaPg } from '@prisma/adapter-pg';
import { expect, test } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { freshDatabases } from '../testing/databases.ts';
import { openStatementNames } from './name-statements.ts';
import { openPool } from './pool.ts';

const ask = (sql: string) => ({ sql, args: [], argTypes: [] });

test('the same statement has the same name, and another another', () => {
  const { statementNameGenerator: name } = openStatementNames();
  expect(name(ask('SELECT 1'))).toBe(name(ask('SELECT 1')));
  expect(name(ask('SELECT 1'))).not.toBe(name(ask('SELECT 2')));
});

test('where only some may be named, the others are not', () => {
  const { statementNameGenerator: name } = openStatementNames((sql) => sql.includes('1'));
  expect(name(ask('SELECT 1'))).toMatch(/^[0-9a-f]{32}$/);
  expect(name(ask('SELECT 2'))).toBe('');
});

test('what a connection keeps is bounded: of endless statements two hundred have names', () => {
  const { statementNameGenerator: name } = openStatementNames();
  const names = Array.from({ length: 1_000 }, (_, index) => name(ask(`SELECT ${index}`)));
  expect(new Set(names.filter(Boolean)).size).toBe(200);
});

test('PostgreSQL plans a statement once a connection, and answers unnamed ones all the same', async () => {
  const { manager } = await freshDatabases();
  const pool = openPool(manager.appUrl, 1);
  const db = new PrismaClient({ adapter: new PrismaPg(pool, openStatementNames()) });
  try {
    for (let index = 0; index < 3; index++) await db.$queryRaw`SELECT ${index}::int AS asked_often`;
    for (let index = 0; index < 250; index++) {
      expect(await db.$queryRawUnsafe(`SELECT ${index} AS n`)).toEqual([{ n: index }]);
    }
    const prepared = `SELECT count(*)::int AS count, max(generic_plans + custom_plans)::int AS runs
      FROM pg_prepared_statements`;
    const [kept] = await db.$queryRawUnsafe<{ count: number; runs: number }[]>(prepared);
    expect(kept?.count).toBe(200);
    expect(kept?.runs).toBe(3);
  } finally {
    await db.$disconnect();
    await pool.end();
  }
});
