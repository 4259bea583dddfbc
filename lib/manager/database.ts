import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { openStatementNames } from '../database/name-statements.ts';
import { openPool } from '../database/pool.ts';
import { environment } from './environment.ts';
import { currentRequest } from './request-scope.ts';

let client: PrismaClient | undefined;

/** The manager's database, as role `manager_app`: no credential is in it and the other one is out of reach. */
export function database(): PrismaClient {
  client ??= new PrismaClient({
    adapter: new PrismaPg(openPool(environment().databaseUrl, 20), counted),
  });
  return client;
}

// Only what says so: a plan for whatever comes would be the wrong one where a few customers have most of the rows.
const isNamed = (sql: string) => sql.includes('/* named */');
const names = openStatementNames(isNamed);
// Asked for a name once a statement: the log says how many an answer took.
const counted: typeof names = {
  statementNameGenerator(query) {
    const request = currentRequest();
    if (request) request.questions++;
    return names.statementNameGenerator(query);
  },
};
