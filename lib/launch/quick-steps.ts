import type { Step } from './run-steps.ts';
import { tool } from './run-tool.ts';

/** Checks that read the code and run none of it. */
export const quickSteps: Step[] = [
  ['Formatting and lint', () => tool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings')],
  ['Types', () => tool('typescript/bin/tsc', '--build')],
  ['Dead code', () => tool('knip/bin/knip.js', '--no-config-hints')],
];
