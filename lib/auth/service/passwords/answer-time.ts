import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Passwords, StoredPassword } from './judge.ts';

/** Room above the slowest ordinary answer: database round trips, and the turns of a busy machine. */
const slackMs = 50;
const margin = 1.4;
/** Half of what callers wait: one imported hash of absurd cost must not hold everybody's answer back for good. */
const mostMs = 2_500;

/** Releases a *no* no earlier than a floor after its question was taken in hand. */
export interface AnswerTime {
  /**
   * Runs `decide` and holds its answer back until the floor has passed. Whoever gave the right password
   * knows that customer and password belong together: their answer has nothing left to hide.
   */
  hold<T extends { verdict: string }>(decide: () => Promise<T>): Promise<T>;
}

/**
 * Measures one judgement of each kind that is stored, and makes the slowest the floor.
 *
 * A decision costs one bcrypt whether the customer exists or not; the floor hides what is left: a
 * refusal by throttle, which hashes nothing, and the legacy rule, which comes on top. It counts from when
 * a question is let in: all wait in one queue first, whatever is asked.
 *
 * @param stored one hash a scheme, the costliest of each.
 */
export async function measureAnswerTime(
  passwords: Passwords,
  stored: StoredPassword[],
): Promise<AnswerTime> {
  let slowest = 0;
  for (const hash of [null, ...stored]) {
    // The better of two: the machine may have been busy with something else during one.
    const times = [await time(passwords, hash), await time(passwords, hash)];
    slowest = Math.max(slowest, Math.min(...times));
  }
  const floorMs = Math.min(slowest * margin + slackMs, mostMs);
  return {
    async hold(decide) {
      const started = performance.now();
      const untilFloor = () => wait(Math.max(0, floorMs - (performance.now() - started)));
      try {
        const answer = await decide();
        if (answer.verdict === 'no') await untilFloor();
        return answer;
      } catch (error) {
        await untilFloor();
        throw error;
      }
    },
  };
}

async function time(passwords: Passwords, stored: StoredPassword | null): Promise<number> {
  const started = performance.now();
  await passwords.judge('no password of anybody', stored);
  return performance.now() - started;
}
