import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Zones } from '../operator/environment.ts';
import type { startAuthService } from './auth-service.ts';
import type { freshDatabases } from './databases.ts';

/** A data folder as the launcher leaves it while Bulkhead runs: what the operator's commands start from. */
export function writeZonesFile(
  db: Awaited<ReturnType<typeof freshDatabases>>,
  auth: Awaited<ReturnType<typeof startAuthService>>,
) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-data-'));
  const door = (caller: 'manager' | 'worker' | 'operator', databaseUrl: string) => ({
    databaseUrl,
    authSocket: auth.socketPath,
    callerKeyFile: auth.keyFile(caller),
  });
  const zones: Zones = {
    publicUrl: 'http://localhost:3000',
    managerUrl: 'http://127.0.0.1:3000',
    mailboxUrl: null,
    auth: { databaseUrl: db.auth.appUrl, pid: auth.pid },
    manager: door('manager', db.manager.appUrl),
    worker: door('worker', db.manager.workerUrl),
    operator: { ...door('operator', db.manager.operatorUrl), journalUrl: db.auth.journalUrl },
  };
  mkdirSync(path.join(dataDir, 'run'));
  writeFileSync(path.join(dataDir, 'run', 'zones.json'), JSON.stringify(zones), { mode: 0o600 });
  return { dataDir, zones, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}
