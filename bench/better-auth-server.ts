// The peer as its own process, as our service is: better-auth with email and password, on the same
// PostgreSQL, hashing with the same bcrypt at the same cost.
import { createServer } from 'node:http';
import bcrypt from 'bcrypt';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import pg from 'pg';

const [databaseUrl, socketPath, cost] = process.argv.slice(2);
const auth = betterAuth({
  baseURL: 'http://localhost',
  secret: 'only for a bench, and long enough for it',
  database: new pg.Pool({ connectionString: databaseUrl, max: 20 }),
  emailAndPassword: {
    enabled: true,
    password: {
      hash: (password) => bcrypt.hash(password, Number(cost)),
      verify: ({ hash, password }) => bcrypt.compare(password, hash),
    },
  },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
createServer(toNodeHandler(auth)).listen(socketPath, () => process.send?.('ready'));
process.on('disconnect', () => process.exit(0));
