import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { OperatorError } from './operator-error.ts';

const root = path.resolve(import.meta.dirname, '../..');
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });
const door = { databaseUrl, authSocket: z.string().min(1), callerKeyFile: z.string().min(1) };
const processId = { pid: z.number().int().optional() };

const zonesSchema = z.object({
  publicUrl: z.url(),
  managerUrl: z.url(),
  mailboxUrl: z.url().nullable(),
  auth: z.object({ databaseUrl, ...processId }),
  manager: z.object({ ...door, ...processId }),
  worker: z.object({ ...door, ...processId }),
  operator: z.object({ ...door, journalUrl: databaseUrl }),
});

/** How to reach the running system, and what each zone of it holds. Secret throughout. */
export type Zones = z.infer<typeof zonesSchema>;

/**
 * Reads what the launcher leaves in `DATA_DIR/run/zones.json` while Bulkhead runs.
 *
 * @throws {OperatorError} when nothing runs there.
 */
export function readZones(): Zones {
  const file = zonesFile();
  if (!existsSync(file)) {
    throw new OperatorError(
      `Bulkhead is not running here (DATA_DIR ${path.dirname(path.dirname(file))}). Start it with npm start.`,
    );
  }
  try {
    return zonesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`${file} cannot be read (${code ?? 'damaged'}). Start Bulkhead anew.`);
  }
}

/**
 * The folder of the installation, which need not be running.
 *
 * @throws {OperatorError} when there is none.
 */
export function dataFolder(): string {
  const folder = path.dirname(path.dirname(zonesFile()));
  if (existsSync(folder)) return folder;
  throw new OperatorError(`There is no DATA_DIR ${folder}. Start Bulkhead once with npm start.`);
}

/** Where the launcher leaves the description of the zones, which holds secrets. */
export function zonesFile(): string {
  const file = path.join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return path.resolve(root, process.env.DATA_DIR || '.data', 'run', 'zones.json');
}
