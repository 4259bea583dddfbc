import { afterAll, vi } from 'vitest';
import { startAuthService } from './auth-service.ts';
import { openManagerBench } from './manager-bench.ts';

/** What the manager's own code reaches in a test: its database, the auth service, and an environment that names both. */
export async function openOwnManager() {
  const bench = await openManagerBench();
  const service = await startAuthService(bench.authUrls.appUrl);
  vi.stubEnv('MANAGER_DATABASE_URL', bench.urls.appUrl);
  vi.stubEnv('MANAGER_PORT', '3000');
  vi.stubEnv('PUBLIC_URL', 'http://localhost:3000');
  vi.stubEnv('AUTH_SOCKET', service.socketPath);
  vi.stubEnv('AUTH_CALLER_KEY_FILE', service.keyFile('manager'));
  vi.stubEnv('NEXTAUTH_SECRET', 'x'.repeat(32));
  afterAll(async () => {
    vi.unstubAllEnvs();
    await service.stop();
  });
  return { ...bench, service };
}
