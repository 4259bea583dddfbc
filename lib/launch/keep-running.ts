const backOffMs = [500, 1_000, 2_000, 5_000, 10_000];
const steadyAfterMs = 60_000;

/** A process that is up. */
export interface Part {
  pid: number | undefined;
  /** Resolves when it ends, with the reason in words. */
  ended: Promise<string>;
  /** Ends it: politely, then not. */
  stop(): Promise<void>;
}

/** A process that is kept up: `part` changes when it is started anew. */
export interface Kept {
  part: Part;
  stop(): Promise<void>;
}

export interface KeepOptions {
  name: string;
  /** Starts it and resolves once it is ready. */
  begin: () => Promise<Part>;
  say: (words: string) => void;
  /** Called after each new start. */
  onRestart: () => void;
  /** Called once when it could not be kept running. */
  onLost: () => void;
}

/**
 * Starts a process and, from then on, starts it anew when it dies: after half a second, then ever
 * later, and not at all after five deaths within a minute of each start.
 *
 * @throws what `begin` throws at the first start.
 */
export async function keepRunning(options: KeepOptions): Promise<Kept> {
  const { name, begin, say } = options;
  let stopping = false;
  const stopped = Promise.withResolvers<void>();
  const kept: Kept = {
    part: await begin(),
    async stop() {
      stopping = true;
      stopped.resolve();
      await kept.part.stop();
      // A start that was under way has to be over too, or it would outlive the launcher.
      await watching;
    },
  };
  const watching = watch();
  return kept;

  async function watch() {
    for (let deaths = 0; ; ) {
      const since = Date.now();
      const why = await kept.part.ended;
      if (stopping) return;
      if (Date.now() - since > steadyAfterMs) deaths = 0;
      const again = await restart(why, () => deaths++);
      if (!again) return;
    }
  }

  async function restart(why: string, count: () => number): Promise<boolean> {
    for (let reason = why; !stopping; ) {
      const delay = backOffMs[count()];
      if (delay === undefined) {
        say(`${name} keeps ending (${reason}) and is given up; Bulkhead stops.`);
        options.onLost();
        return false;
      }
      say(`${name} ended (${reason}); starting it again in ${delay / 1000} s.`);
      await Promise.race([new Promise((resolve) => setTimeout(resolve, delay)), stopped.promise]);
      if (stopping) break;
      try {
        kept.part = await begin();
        if (stopping) await kept.part.stop();
        else options.onRestart();
        return !stopping;
      } catch (error) {
        reason = (error as Error).message.split('\n')[0] ?? 'no reason given';
      }
    }
    return false;
  }
}
