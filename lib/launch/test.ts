import { spawn } from 'node:child_process';
import path from 'node:path';
import { requireBrowser } from './browser.ts';
import { build, generateClients } from './build.ts';
import { LaunchError } from './launch-error.ts';

const root = path.resolve(import.meta.dirname, '../..');
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

async function tool(script: string, ...rest: (string | Record<string, string>)[]) {
  const args = rest.filter((part) => typeof part === 'string');
  const env = Object.assign({}, process.env, ...rest.filter((part) => typeof part === 'object'));
  const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new LaunchError(`${path.basename(script)} ended with ${code}.`);
}
