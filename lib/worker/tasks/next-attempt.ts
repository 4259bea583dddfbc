import { randomInt } from 'node:crypto';

const minute = 60_000;

/** Longest wait: for a server that is not there, and for one that wants this mail later (greylisting, a full mailbox). */
const longestMinutes = { unreachable: 10, 'put-off': 60 } as const;

/**
 * When a mail is tried again: after a minute, then twice as long each time, up to a bound. A quarter more or less by
 * chance, so that those an outage held up do not all come back at once.
 *
 * @param attempts that have failed, this one included.
 * @param chance from 0 up to 1.
 */
export function nextAttempt(
  failure: keyof typeof longestMinutes,
  attempts: number,
  now: Date,
  chance = randomInt(1_000) / 1_000,
): Date {
  const doubled = 2 ** Math.min(attempts - 1, 20);
  const waitMs = Math.min(doubled, longestMinutes[failure]) * minute * (0.75 + chance / 2);
  return new Date(now.getTime() + waitMs);
}
