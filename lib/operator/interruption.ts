import { setTimeout as wait } from 'node:timers/promises';
import { Interrupted } from './operator-error.ts';

/** One Ctrl-C comes up to three times: by the terminal, npm and the bootstrap, each passing it on. */
const sameWithinMs = 500;

/**
 * From now on the first Ctrl-C, or SIGTERM, asks the command to come to an end by itself; the second ends it at once.
 *
 * @param say told in one line that it was heard.
 * @returns with a signal that is aborted when it was asked; no longer heard once it is disposed of.
 */
export function finishOnInterrupt(
  say: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Disposable & { signal: AbortSignal } {
  const asked = new AbortController();
  let askedAt = 0;
  const names = ['SIGINT', 'SIGTERM'] as const;
  const release = () => {
    for (const name of names) process.removeListener(name, hear);
  };
  const hear = (name: NodeJS.Signals) => {
    const now = Date.now();
    if (asked.signal.aborted) {
      if (now - askedAt < sameWithinMs) return;
      // To exit would wait for a read under way; a signal that nobody listens to waits for nothing.
      release();
      process.kill(process.pid, name);
      return;
    }
    askedAt = now;
    asked.abort();
    say('Finishing what is in hand. Ctrl-C again stops at once.');
  };
  for (const name of names) process.on(name, hear);
  return { signal: asked.signal, [Symbol.dispose]: release };
}

/**
 * Ends work between two of its parts.
 *
 * @param ended how far it came, and what to do to go on.
 * @throws {Interrupted} that one, when it was asked to end.
 */
export function stopIfAsked(
  signal: AbortSignal | undefined,
  ended = () => new Interrupted('Interrupted.'),
): void {
  if (signal?.aborted) throw ended();
}

/** Where what is watched is done by the auth service, interrupted or not. */
export const watchingEnded =
  'No longer watching. The work goes on by itself; the same command watches it again.';

/** Where what was asked is a verdict on all of it. */
export function checkingEnded(entries: string | number): Interrupted {
  return new Interrupted(
    `Stopped after ${entries} entries, as you asked: this says nothing of the rest. Run the same command again to check them all.`,
    { entries },
  );
}

/** Waits, and no longer than until it was asked to end. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {});
}
