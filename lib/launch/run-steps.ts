/** A check, by what it is called, and how it is made; it throws where it fails. */
export type Step = [name: string, check: () => Promise<void>];

export const say = (words: string) => process.stdout.write(`\n── ${words}\n`);

/** Runs every check, though one before it failed, and ends this process: with 1 if any did. */
export async function runSteps(steps: Step[]): Promise<never> {
  let failed = 0;
  const begun = Date.now();
  const took = (since: number) => `in ${Math.round((Date.now() - since) / 1000)} s`;
  for (const [name, check] of steps) {
    say(name);
    const since = Date.now();
    try {
      await check();
      process.stdout.write(`${name}: passed ${took(since)}\n`);
    } catch (error) {
      failed += 1;
      process.stdout.write(`${name}: FAILED. ${(error as Error).message}\n`);
    }
  }
  process.stdout.write(
    `\nchecks: ${steps.length - failed} passed, ${failed} failed, ${took(begun)}\n`,
  );
  process.exit(failed ? 1 : 0);
}
