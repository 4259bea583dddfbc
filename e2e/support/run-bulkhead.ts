import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { bulkhead } from './bulkhead.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs one of the operator's commands on the installation under test, and returns what it printed. */
export function runBulkhead(...args: string[]): string {
  return execFileSync(process.execPath, ['lib/launch/bootstrap.mjs', 'bulkhead', ...args], {
    cwd: root,
    env: { ...process.env, DATA_DIR: bulkhead().dataDir },
    encoding: 'utf8',
  });
}
