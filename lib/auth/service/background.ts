import type { Logger } from 'pino';

/** Work that no answer waits for. */
export interface Background {
  /** Does it soon; a failure is logged. Where much is under way already, it is left undone. */
  run(name: string, work: () => Promise<void>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

const mostAtOnce = 20;

export function openBackground(log: Logger): Background {
  const running = new Set<Promise<void>>();
  return {
    run(name, work) {
      if (running.size >= mostAtOnce) return;
      const task = work()
        .catch((error: { name?: string; code?: string }) => {
          const { name: kind, code } = error;
          log.error({ event: 'task-failed', task: name, name: kind, code });
        })
        .finally(() => running.delete(task));
      running.add(task);
    },
    async idle() {
      while (running.size) await Promise.all(running);
    },
  };
}
