import { PrismaPg } from '@prisma/adapter-pg';
import { Logger, run } from 'graphile-worker';
import pino from 'pino';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { connectAuth } from '../auth/connect.ts';
import { openPool } from '../database/pool.ts';
import { openMailer } from '../mail/transport.ts';
import { readEnvironment } from './environment.ts';
import { keepChaining } from './keep-chaining.ts';
import { keepWatching } from './keep-watching.ts';
import { logJobs } from './log-jobs.ts';
import { buildTasks, timetable } from './tasks/index.ts';

const settings = readEnvironment();
const log = pino({ name: 'worker', timestamp: pino.stdTimeFunctions.isoTime });
const pool = openPool(settings.databaseUrl);
const database = new PrismaClient({ adapter: new PrismaPg(openPool(settings.databaseUrl, 5)) });
const tasks = buildTasks({
  database,
  auth: connectAuth({
    ...settings.authDoor,
    caller: 'worker',
    callerKey: settings.authCallerKey,
  }),
  mailer: openMailer(settings.smtpUrl, settings.mailFrom),
  publicUrl: settings.publicUrl,
  mailsPerMinute: settings.mailsPerMinute,
  mailsPerMinuteAndDomain: settings.mailsPerMinuteAndDomain,
  activityDays: settings.activityDays,
});

const runner = await run({
  pgPool: pool,
  taskList: tasks,
  crontab: timetable,
  concurrency: 5,
  noHandleSignals: true,
  pollInterval: 1_000,
  logger: new Logger(logJobs(log)),
});
const stopKeeping = [keepWatching(database, log), keepChaining(database, log)];
process.send?.({ type: 'ready' });

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  await Promise.all([runner.stop(), ...stopKeeping.map((stop) => stop())]);
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
// A worker that has stopped working is of no use: the launcher starts it anew.
await runner.promise.catch(({ name, code }) => log.fatal({ event: 'worker-failed', name, code }));
if (!stopping) process.exit(1);
