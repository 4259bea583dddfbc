import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One zone's way in: what its process holds. All of it secret. */
interface Zone {
  databaseUrl: string;
  authSocket: string;
  callerKeyFile: string;
}

/** How the operator's tools reach the running system, and what each zone holds, so that it can be tried. */
export interface Zones {
  publicUrl: string;
  managerUrl: string;
  mailboxUrl: string | null;
  auth: { databaseUrl: string; pid: number | undefined };
  manager: Zone & { pid: number | undefined };
  worker: Zone & { pid: number | undefined };
  /** `journalUrl`: may read the journal, and nothing else, of database `auth`. */
  operator: Zone & { journalUrl: string };
}

/** Leaves `zones.json`, 0600, whole or not at all. */
export function writeZones(runFolder: string, zones: Zones) {
  const file = path.join(runFolder, 'zones.json');
  writeFileSync(`${file}.new`, JSON.stringify(zones, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
