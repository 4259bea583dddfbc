import { openFairQueue, type Rank } from './fair-queue.ts';

/** Too many wait already. The answer is *unavailable*: nothing was hashed, read or decided. */
export class Overloaded extends Error {}

/** As whom a question waits. `background`: work of the service's own, when nobody waits. */
export interface Entrance {
  rank: Rank | 'background';
  /** Its network: each has one turn a round. */
  source: string;
}

export interface AdmissionLimits {
  /** Questions in hand at once. */
  running: number;
  /** Questions that may wait besides. */
  waiting: number;
}

export interface Admission {
  /**
   * Waits for a place. Whoever got one calls what is returned when done, once or more often.
   *
   * @throws {Overloaded} when there is no room, or a fairer claim took it.
   */
  enter(entrance: Entrance): Promise<() => void>;
  depth(): AdmissionLimits;
}

interface Waiting {
  letIn(): void;
  turnAway(): void;
}

/** Bounds what a flood may cost: bcrypt is the one expensive thing a stranger can ask for. */
export function openAdmission(limits: AdmissionLimits): Admission {
  const queue = openFairQueue<Waiting>(limits.waiting);
  const background: Waiting[] = [];
  let running = 0;

  function place(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      // The place is handed over, so `running` does not change when somebody waits.
      const next = queue.next() ?? background.shift();
      if (next) next.letIn();
      else running--;
    };
  }

  return {
    async enter({ rank, source }) {
      if (running < limits.running) {
        running++;
        return place();
      }
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          letIn: () => resolve(place()),
          turnAway: () => reject(new Overloaded()),
        };
        if (rank === 'background') background.push(waiting);
        else queue.add(rank, source, waiting)?.turnAway();
      });
    },
    depth: () => ({ running, waiting: queue.size() + background.length }),
  };
}
