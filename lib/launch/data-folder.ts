import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandOf } from './command-of.ts';
import { LaunchError } from './launch-error.ts';

/** Where one installation keeps what it must find again. */
export interface DataFolder {
  dir: string;
  postgres: string;
  secrets: string;
  logs: string;
  run: string;
  /** The auth service's socket. */
  authSocket: string;
  /** Lets another launcher have the folder. */
  release(): void;
}

/**
 * Makes the folder, closed to others, and takes it for this launcher alone.
 *
 * @throws {LaunchError} when it cannot be written, or another launcher has it.
 */
export function openDataFolder(dir: string): DataFolder {
  const inside = (name: string) => path.join(dir, name);
  const folders = { secrets: inside('secrets'), logs: inside('logs'), run: inside('run') };
  try {
    // PostgreSQL's own user must be able to walk through; it can list and read nothing.
    mkdirSync(dir, { recursive: true, mode: 0o711 });
    for (const folder of [dir, ...Object.values(folders)]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK | constants.X_OK);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LaunchError(`DATA_DIR ${dir} cannot be written (${code}). Choose another folder.`);
  }
  const release = lock(path.join(folders.run, 'launcher.pid'), dir);
  return {
    dir,
    postgres: inside('postgres'),
    ...folders,
    authSocket: socketPath(folders.run),
    release,
  };
}

function lock(file: string, dir: string): () => void {
  const release = () => rmSync(file, { force: true });
  const own = `${file}.${process.pid}`;
  try {
    // Linked, not written in place: who finds the file finds the number in it.
    writeFileSync(own, String(process.pid), { mode: 0o600 });
    linkSync(own, file);
    return release;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new LaunchError(`DATA_DIR ${dir} cannot be written (${code}).`);
    const holder = Number(readFileSync(file, 'utf8'));
    if (holder !== process.pid && commandOf(holder)?.includes('launch')) {
      throw new LaunchError(`Bulkhead is already running on ${dir} (process ${holder}).`);
    }
    renameSync(own, file);
    return release;
  } finally {
    rmSync(own, { force: true });
  }
}

// A Unix socket's path holds about a hundred bytes.
function socketPath(run: string): string {
  const own = path.join(run, 'auth', 'auth.sock');
  if (Buffer.byteLength(own) < 100) return own;
  const id = createHash('sha256').update(run).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `bulkhead-${process.getuid?.() ?? 0}-${id}`, 'auth.sock');
}
