import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Door, doorVariables, readDoor } from '../auth/door.ts';
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

/** What the operator's commands hold: their ways to the auth service and to two databases. Secret. */
export interface OperatorZone {
  /** Of database `manager`, as `operator_app`. */
  databaseUrl: string;
  /** Of database `auth`, as `journal_app`. */
  journalUrl: string;
  authDoor: Door;
  callerKeyFile: string;
}

const remoteSchema = z.object({
  OPERATOR_DATABASE_URL: databaseUrl,
  JOURNAL_DATABASE_URL: databaseUrl,
  AUTH_CALLER_KEY_FILE: z.string().min(1),
});

/**
 * What the operator's commands hold: by the environment where `AUTH_URL` or `AUTH_SOCKET` says where the auth
 * service is, and otherwise as the launcher left it.
 *
 * @throws {OperatorError} when nothing runs here, or a variable is missing or malformed.
 */
export function readOperator(): OperatorZone {
  const authDoor = readGivenDoor();
  if (!authDoor) return localOperator(readZones());
  const parsed = remoteSchema.safeParse(process.env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new OperatorError(`With ${doorName()}, these must be set and well-formed: ${names}.`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.OPERATOR_DATABASE_URL,
    journalUrl: values.JOURNAL_DATABASE_URL,
    authDoor,
    callerKeyFile: values.AUTH_CALLER_KEY_FILE,
  };
}

/** What the operator's commands hold on the launcher's machine. */
export function localOperator({ operator }: Pick<Zones, 'operator'>): OperatorZone {
  const { databaseUrl, journalUrl, authSocket, callerKeyFile } = operator;
  return { databaseUrl, journalUrl, callerKeyFile, authDoor: { socketPath: authSocket } };
}

/**
 * Where the environment says that the auth service is, if it does.
 *
 * @throws {OperatorError} when it does so incompletely.
 */
export function readGivenDoor(): Door | null {
  loadVariables();
  if (!process.env.AUTH_URL && !process.env.AUTH_SOCKET) return null;
  const { data } = z.object(doorVariables).safeParse(process.env);
  if (!data) throw new OperatorError(`${doorName()} or a variable AUTH_TLS_… is malformed.`);
  try {
    return readDoor(data);
  } catch (error) {
    throw new OperatorError(`${(error as Error).message}.`);
  }
}

/**
 * Where customers reach the panel.
 *
 * @throws {OperatorError} when neither the environment nor a launcher says so.
 */
export function readPublicUrl(): URL {
  if (!readGivenDoor()) return new URL(readZones().publicUrl);
  const { data } = z.url({ protocol: /^https?$/ }).safeParse(process.env.PUBLIC_URL);
  if (!data) throw new OperatorError(`With ${doorName()}, PUBLIC_URL must be set and well-formed.`);
  return new URL(data);
}

function doorName(): string {
  return process.env.AUTH_URL ? 'AUTH_URL' : 'AUTH_SOCKET';
}

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
  loadVariables();
  return path.resolve(root, process.env.DATA_DIR || '.data', 'run', 'zones.json');
}

function loadVariables(): void {
  const file = path.join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
