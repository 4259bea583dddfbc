import type { Logger } from 'pino';

export interface Repeating {
  /** Runs now, or once more after the run that is under way. */
  wake(): void;
  /** Lets the run under way end, and starts no other. */
  stop(): Promise<void>;
}

/** Runs `task` again and again, `everyMs` after the last end, one run at a time. A failure is logged. */
export function repeat(
  options: { name: string; everyMs: number; log: Logger },
  task: () => Promise<void>,
): Repeating {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const run = () => {
    clearTimeout(timer);
    again = false;
    running = task()
      .catch((error: { name?: string; code?: string }) => {
        const { name, code } = error;
        options.log.error({ event: 'task-failed', task: options.name, name, code });
      })
      .then(() => {
        running = undefined;
        if (stopped) return;
        if (again) run();
        else timer = setTimeout(run, options.everyMs);
      });
  };
  timer = setTimeout(run, options.everyMs);

  return {
    wake() {
      if (running) again = true;
      else if (!stopped) run();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
