import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // `server-only` throws outside Next's server build, and these tests are outside it.
  resolve: { alias: { 'server-only': path.resolve('node_modules/server-only/empty.js') } },
  test: {
    include: ['lib/**/*.test.ts', 'app/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: 'lib/testing/postgres.ts',
    pool: 'forks',
    // Of a machine a third as fast as ours: they end what hangs, and measure nothing.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
