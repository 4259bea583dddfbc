import { requireBrowser } from './browser.ts';
import { build, generateClients } from './build.ts';
import { quickSteps } from './quick-steps.ts';
import { runSteps, say } from './run-steps.ts';
import { tool } from './run-tool.ts';
import { runUnitTests } from './run-unit-tests.ts';

await generateClients();
// Every check, in the order in which a failure is soonest seen.
await runSteps([
  ...quickSteps,
  ['Unit and integration tests', runUnitTests],
  ['Build of the pages', () => build(say)],
  ['Browser journeys', journeys],
]);

async function journeys() {
  const browser = requireBrowser(say);
  await tool('@playwright/test/cli.js', 'test', { BROWSER_PATH: browser });
}
