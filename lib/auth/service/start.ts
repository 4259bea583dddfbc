import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../../../prisma/auth/client/client.ts';
import { openStatementNames } from '../../database/name-statements.ts';
import { openPool } from '../../database/pool.ts';
import { openMailer } from '../../mail/transport.ts';
import { measureLimits } from './admission/limits.ts';
import { readCensus } from './census/read-census.ts';
import { createService } from './create-service.ts';
import { ConfigurationError, type readEnvironment } from './environment.ts';
import { loadCallerKeys } from './keys/caller-keys.ts';
import { openKeySource } from './keys/key-source.ts';
import { repeat } from './repeat.ts';
import { openEntrance } from './transport/entrance.ts';
import { listenOnPort } from './transport/listen-on-port.ts';
import { openReportRefusal } from './transport/report-refusal.ts';
import { openMetrics } from './watching/metrics.ts';
import { openLog } from './watching/open-log.ts';
import { openWatchServer } from './watching/server.ts';
import { watchDecide } from './watching/watch-decide.ts';

/**
 * Starts the auth service: keys, database, socket, in that order.
 *
 * @returns how to stop it: no new questions, then the ones under way, then the database.
 * @throws {ConfigurationError} for what its operator can mend.
 */
export async function startService(settings: ReturnType<typeof readEnvironment>) {
  const metrics = openMetrics({ queue: () => service.hashQueue() });
  const log = openLog(metrics.alerted);
  const callerKeys = loadCallerKeys(settings.callersFile);
  const pool = openPool(settings.databaseUrl);
  const database = new PrismaClient({ adapter: new PrismaPg(pool, openStatementNames()) });
  const hasSubjects = await anySubject(database);
  const keySource = openKeySource(settings.keys);
  const keys = await keySource.open(hasSubjects);

  const clock = () => new Date();
  // Two for links and two for codes: neither waits for the other.
  const mail = openMailer(settings.smtpUrl, settings.mailFrom, 4);
  const service = await createService({
    database,
    keys,
    keySource,
    clock,
    mail,
    publicOrigin: settings.publicOrigin,
    productName: settings.productName,
    log,
    watch: metrics,
    cost: settings.bcryptCost,
    admission: await measureLimits(settings.bcryptCost),
    checkpointsFile: settings.checkpointsFile,
    breachedFile: settings.breachedFile,
    breachedApiUrl: settings.breachedApiUrl,
    weakPasswords: settings.weakPasswords,
    mailedCode: settings.mailedCode,
    approvalAbove: settings.approvalAbove,
    wakeLinkMailer: () => linkMailer.wake(),
    wakeCodeMailer: () => codeMailer.wake(),
    wakeWrapping: () => wrapping.wake(),
    wakeHouse: () => house.wake(),
    wakeRotation: () => rotation.wake(),
  });
  const linkMailer = repeat({ name: 'link-mailer', everyMs: 1_000, log }, service.sendDueLinks);
  // Apart from the links, of which a reset may bring thousands: somebody waits for a code.
  const codeMailer = repeat({ name: 'code-mailer', everyMs: 1_000, log }, service.sendDueCodes);
  const sealing = repeat({ name: 'seal-hashes', everyMs: 60_000, log }, service.sealPlainHashes);
  sealing.wake();
  const checkpoints = repeat(
    { name: 'journal-checkpoint', everyMs: 60_000, log },
    service.writeCheckpoint,
  );
  const stopping = new AbortController();
  const wrapping = repeat({ name: 'wrapping', everyMs: 5_000, log }, () =>
    service.wrapLegacy(stopping.signal),
  );
  const house = repeat({ name: 'keep-house', everyMs: 60_000, log }, async () => {
    await service.keepHouse();
    metrics.counted(await readCensus({ database }));
  });

  const keeping = repeat({ name: 'keep-keys', everyMs: 2_000, log }, service.keepKeys);
  const rotation = repeat({ name: 'rotate-keys', everyMs: 2_000, log }, () =>
    service.rotateKeys(() => stopping.signal.aborted),
  );

  const checkHealth = async () => void (await database.$queryRaw`SELECT 1`);
  const parts = {
    callerKeys,
    decide: watchDecide(service.decide, metrics, log),
    clock,
    checkHealth,
    refused: openReportRefusal({ database, clock, log }),
  };
  const entrance = openEntrance(settings.listen, parts, log);
  const { server } = entrance;
  const renewal = repeat({ name: 'renew-certificates', everyMs: 2_000, log }, entrance.renew);
  const watchers = openWatchServer({
    metrics: metrics.page,
    async isReady() {
      if (!server.listening || stopping.signal.aborted || !service.keys.areAgreed) return false;
      await checkHealth();
      return true;
    },
  });
  metrics.counted(await readCensus({ database }));
  if (settings.watch) await listenOnPort(watchers, settings.watch, 'AUTH_WATCH');
  await entrance.listen();
  log.info({ event: 'listening' });

  return async function stop() {
    stopping.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const tasks = [
      linkMailer,
      codeMailer,
      house,
      sealing,
      checkpoints,
      wrapping,
      keeping,
      rotation,
      renewal,
    ];
    await Promise.all([closed, ...tasks.map((task) => task.stop())]);
    await service.idle();
    // What came since the last one is signed too; where that fails, it will be at the next start.
    await service.writeCheckpoint().catch(() => log.error({ event: 'checkpoint-failed' }));
    await service.leave().catch(() => {});
    // Last: until then it says that this one is not ready.
    watchers.close();
    watchers.closeAllConnections();
    mail.close();
    await database.$disconnect();
    await pool.end();
  };
}

async function anySubject(database: PrismaClient): Promise<boolean> {
  try {
    return (await database.subject.findFirst({ select: { id: true } })) !== null;
  } catch {
    throw new ConfigurationError('the auth database does not answer, or is not migrated');
  }
}
