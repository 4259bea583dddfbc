import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.ts';
import { type ChildSpec, startChild } from './child.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabases } from './databases.ts';
import type { LaunchSettings } from './environment.ts';
import { type Kept, keepRunning, type Part } from './keep-running.ts';
import { freePort, requirePort } from './ports.ts';
import {
  authProcess,
  mailboxProcess,
  managerProcess,
  type Surroundings,
  workerProcess,
} from './processes.ts';
import { openSecrets } from './secrets.ts';
import { writeZones, type Zones } from './zones-file.ts';

/** The whole of Bulkhead, running. */
export interface Running {
  zones: Zones;
  /** Resolves when a part of it could not be kept running. */
  lost: Promise<void>;
  /** Ends every process in the order in which they depend on each other. */
  stop(): Promise<void>;
}

/**
 * Builds what is stale and starts every process, each with its own role, keys and nothing else.
 *
 * @param signal ends a start that is under way.
 * @throws {LaunchError} when something cannot start; what had started is stopped again.
 */
export async function launch(
  settings: LaunchSettings,
  say: (words: string) => void,
  signal?: AbortSignal,
): Promise<Running> {
  const folder = openDataFolder(settings.dataDir);
  const closing: (() => unknown)[] = [folder.release];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= close();
    return stopped;
  };
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    await requirePort('PORT', settings.port, settings.host);
    if (!settings.smtpUrl) await requirePort('MAILBOX_PORT', settings.mailboxPort, '127.0.0.1');
    const secrets = openSecrets(folder.secrets);
    const { promise: lost, resolve: onLost } = Promise.withResolvers<void>();
    let noteZones = () => {};
    const keep = async (name: string, begin: () => Promise<Part>) => {
      const kept = await keepRunning({ name, begin, say, onLost, onRestart: () => noteZones() });
      closing.push(kept.stop);
      signal?.throwIfAborted();
      return kept;
    };
    const start = (spec: ChildSpec) => keep(spec.name, () => startChild(spec, folder.logs));

    say('Starting PostgreSQL and preparing the databases…');
    const { roleUrl } = await openDatabases(settings, folder, secrets, keep, signal);
    // After the databases: who gave a wrong URL is told so at once.
    await build(say, signal);
    const smtpPort = await freePort();
    const smtpUrl = settings.smtpUrl ?? `smtp://127.0.0.1:${smtpPort}`;
    const around: Surroundings = { settings, folder, secrets, roleUrl, smtpUrl };
    say('Starting auth, worker and manager…');
    if (!settings.smtpUrl) await start(mailboxProcess(settings, folder, smtpPort));
    const auth = await start(authProcess(around));
    const worker = await start(workerProcess(around));
    const manager = await start(managerProcess(around));
    const zones = describeZones(around, { auth, worker, manager });
    noteZones = () => writeZones(folder.run, describeZones(around, { auth, worker, manager }));
    noteZones();
    closing.push(() => {
      noteZones = () => {};
      rmSync(path.join(folder.run, 'zones.json'), { force: true });
    });
    return { zones, lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function describeZones(
  { settings, folder, secrets, roleUrl }: Surroundings,
  children: Record<'auth' | 'worker' | 'manager', Kept>,
): Zones {
  const caller = (name: 'manager' | 'worker' | 'operator') => ({
    databaseUrl: roleUrl(`${name}_app`),
    authSocket: folder.authSocket,
    callerKeyFile: secrets.callerKeyFile(name),
  });
  return {
    publicUrl: settings.publicUrl.origin,
    managerUrl: `http://${settings.host}:${settings.port}`,
    mailboxUrl: settings.smtpUrl ? null : `http://localhost:${settings.mailboxPort}/`,
    auth: { databaseUrl: roleUrl('auth_app'), pid: children.auth.part.pid },
    manager: { ...caller('manager'), pid: children.manager.part.pid },
    worker: { ...caller('worker'), pid: children.worker.part.pid },
    operator: { ...caller('operator'), journalUrl: roleUrl('journal_app') },
  };
}
