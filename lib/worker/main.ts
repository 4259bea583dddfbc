import { PrismaPg } from '@prisma/adapter-pg';
import { Logger, run, type TaskList } from 'graphile-worker';
import pino from 'pino';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { connectAuth } from '../auth/connect.ts';
import { openPool } from '../database/pool.ts';
import { connectionsMax, openMailer } from '../mail/transport.ts';
import { readEnvironment } from './environment.ts';
import { keepChaining } from './keep-chaining.ts';
import { keepWatching } from './keep-watching.ts';
import { logJobs } from './log-jobs.ts';
import { buildTasks, timetable } from './tasks/index.ts';

const settings = readEnvironment();
const log = pino({ name: 'worker', timestamp: pino.stdTimeFunctions.isoTime });
const pool = openPool(settings.databaseUrl);
const database = new PrismaClient({ adapter: new PrismaPg(openPool(settings.databaseUrl, 8)) });
const surroundings = {
  database,
  auth: connectAuth({
    ...settings.authDoor,
    caller: 'worker',
    callerKey: settings.authCallerKey,
  }),
  log,
  publicUrl: settings.publicUrl,
  mailsPerMinute: settings.mailsPerMinute,
  mailsPerMinuteAndDomain: settings.mailsPerMinuteAndDomain,
  activityDays: settings.activityDays,
};
const openOwnMailer = () => openMailer(settings.smtpUrl, settings.mailFrom);
const { notices } = buildTasks({ ...surroundings, mailer: openOwnMailer() });
const { resets, house } = buildTasks({ ...surroundings, mailer: openOwnMailer() });

const start = (taskList: TaskList, concurrency: number, crontab = '') =>
  run({
    pgPool: pool,
    taskList,
    crontab,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: new Logger(logJobs(log)),
  });
// As many mails at once as there are connections: none waits for one while it is claimed.
const runners = await Promise.all([
  start(notices, connectionsMax),
  start(resets, connectionsMax),
  start(house, 3, timetable),
]);
const stopKeeping = [keepWatching(database, log), keepChaining(database, log)];
process.send?.({ type: 'ready' });

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  const stops = [...stopKeeping, ...runners.map((runner) => () => runner.stop())];
  await Promise.all(stops.map((stop) => stop()));
  process.exit(0);
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
// A worker of which a part has stopped working is of no use: the launcher starts it anew.
await Promise.race(runners.map((runner) => runner.promise)).catch(({ name, code }) =>
  log.fatal({ event: 'worker-failed', name, code }),
);
if (!stopping) process.exit(1);
