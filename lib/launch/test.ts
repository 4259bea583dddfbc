import { requireBrowser } from './browser.ts';
import { build, generateClients } from './build.ts';
import { tool } from './run-tool.ts';

const say = (words: string) => process.stdout.write(`\n── ${words}\n`);

// Every check, in the order in which a failure is soonest seen. All are run; one that fails fails the whole.
const steps: [string, () => Promise<void>][] = [
  ['Formatting and lint', () => tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings')],
  ['Types', () => tool('typescript/bin/tsc', '--build')],
  ['Unit and integration tests', () => tool('vitest/vitest.mjs', 'run')],
  ['Build of the pages', () => build(say)],
  ['Browser journeys', journeys],
];

let failed = 0;
await generateClients();
for (const [name, step] of steps) {
  say(name);
  const since = Date.now();
  try {
    await step();
    process.stdout.write(`${name}: passed in ${Math.round((Date.now() - since) / 1000)} s\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`${name}: FAILED. ${(error as Error).message}\n`);
  }
}
process.stdout.write(`\nchecks: ${steps.length - failed} passed, ${failed} failed\n`);
process.exit(failed ? 1 : 0);

async function journeys() {
  const browser = requireBrowser(say);
  await tool('@playwright/test/cli.js', 'test', { BROWSER_PATH: browser });
}
