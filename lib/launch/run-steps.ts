/** A check, by what it is called, and how it is made; it throws where it fails. */
export type Step = [name: string, check: () => Promise<void>];

export const say = (words: string) => process.stdout.write(`\n── ${words}\n`);

/** Runs every check, though one before it failed, and ends this process: with 1 if any did. */
export async function runSteps(steps: Step[]): Promise<never> {
  const failures: string[] = [];
  const begun = Date.now();
  const took = (since: number) => `in ${Math.round((Date.now() - since) / 1000)} s`;
  for (const [name, check] of steps) {
    say(name);
    const since = Date.now();
    try {
      await check();
      process.stdout.write(`${name}: passed ${took(since)}\n`);
    } catch (error) {
      const failure = `${name}: FAILED. ${(error as Error).message}`;
      failures.push(failure);
      process.stdout.write(`${failure}\n`);
    }
  }
  // Once more: what a later check printed may have scrolled them away.
  process.stdout.write(`\n${failures.map((failure) => `${failure}\n`).join('')}`);
  const passed = steps.length - failures.length;
  process.stdout.write(`checks: ${passed} passed, ${failures.length} failed, ${took(begun)}\n`);
  process.exit(failures.length ? 1 : 0);
}
