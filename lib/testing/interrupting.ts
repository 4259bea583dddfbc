import type { ChildProcess } from 'node:child_process';
import type { Pool } from 'pg';
import { expect } from 'vitest';
import { outcomeOf } from './installation.ts';

/** What a command says at the first Ctrl-C. */
export const heard = 'Finishing what is in hand. Ctrl-C again stops at once.\n';

/** Resolves when the process has said this on stderr. */
export function said(child: Pick<ChildProcess, 'stderr'>, words: string): Promise<void> {
  child.stderr?.setEncoding('utf8');
  return new Promise((resolve) => {
    let text = '';
    child.stderr?.on('data', (part: string) => {
      text += part;
      if (text.includes(words)) resolve();
    });
  });
}

/** Holds a lock in a database until it is disposed of: a command stands still where it needs what is locked. */
export async function holdLock(pool: Pool, lock: string) {
  const holder = await pool.connect();
  await holder.query('BEGIN');
  await holder.query(lock);
  return {
    someoneWaits: () =>
      expect
        .poll(
          async () =>
            (
              await pool.query(
                `SELECT 1 FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'`,
              )
            ).rowCount,
          { interval: 20 },
        )
        .toBeGreaterThan(0),
    async [Symbol.asyncDispose]() {
      await holder.query('ROLLBACK');
      holder.release();
    },
  };
}

/** Sends one Ctrl-C, and no second one; what the process does then. */
export async function interruptOnce(
  child: Parameters<typeof outcomeOf>[0],
  when: () => Promise<unknown>,
  andThen?: () => Promise<unknown>,
  words = heard,
) {
  const told = said(child, words);
  const outcome = outcomeOf(child);
  await when();
  child.kill('SIGINT');
  // One that does not hear it ends without a word, and is not waited for.
  await Promise.race([told, outcome]);
  await andThen?.();
  return outcome;
}
