import { generateClients } from './build.ts';
import { LaunchError } from './launch-error.ts';
import { tool } from './run-tool.ts';

// `npm test` runs these same files in their short form.
const suites = [
  'lib/testing/faults',
  'lib/auth/service/clock.test.ts',
  'lib/auth/service/transport/replicas.test.ts',
];

await generateClients();
try {
  await tool('vitest/vitest.mjs', 'run', '--reporter=verbose', ...suites, { FAULTS: 'all' });
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.exit(1);
}
