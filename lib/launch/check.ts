import { generateClients } from './build.ts';
import { quickSteps } from './quick-steps.ts';
import { runSteps } from './run-steps.ts';
import { tool } from './run-tool.ts';

await generateClients();
// What takes seconds: for while one is writing. `npm test` makes these checks, too.
await runSteps([
  ...quickSteps,
  [
    'Fences, words and documents',
    () =>
      tool(
        'vitest/vitest.mjs',
        'run',
        'lib/testing/fences',
        'lib/testing/documents',
        'lib/testing/file-lengths',
        'lib/testing/asvs',
        'lib/words',
      ),
  ],
]);
