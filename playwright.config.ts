import { defineConfig } from '@playwright/test';
import { z } from 'zod';

const { BROWSER_PATH } = z.object({ BROWSER_PATH: z.string().optional() }).parse(process.env);

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/start-bulkhead.ts',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // Of a machine a third as fast as ours: they end what hangs, and measure nothing.
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(BROWSER_PATH && { executablePath: BROWSER_PATH }),
      // Chromium refuses to sandbox itself as root.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    },
  },
  projects: [
    // An installation of its own, so that it can be killed and stopped while the journeys go on.
    { name: 'launcher', testMatch: 'launcher/*.spec.ts' },
    { name: 'set-up', testMatch: 'set-up.spec.ts' },
    { name: 'journeys', testMatch: 'journeys/*.spec.ts', dependencies: ['set-up'] },
    // A stopped service and a reset of everyone touch everybody, and an incident whom others looked at: they come last.
    { name: 'outage', testMatch: 'outage/*.spec.ts', dependencies: ['journeys'] },
    { name: 'incident', testMatch: 'incident/*.spec.ts', dependencies: ['outage'] },
    { name: 'everyone', testMatch: 'everyone/*.spec.ts', dependencies: ['incident'] },
  ],
});
