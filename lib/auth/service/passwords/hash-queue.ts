/** Too many hashings wait already. The answer is *unavailable*: nothing was hashed or decided. */
export class Overloaded extends Error {}

/** Runs hashings, at most `running` at once; refuses when `waiting` more are queued. */
export type HashQueue = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Bounds what a flood of sign-ins may cost: bcrypt is the one expensive thing a stranger can ask for.
 *
 * @throws {Overloaded} from the returned function, before any work is done.
 */
export function openHashQueue(limits: { running: number; waiting: number }): HashQueue {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= limits.running) {
      if (queue.length >= limits.waiting) throw new Overloaded();
      // The one who finishes hands its place over, so `running` does not change here.
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  };
}
