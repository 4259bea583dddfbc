import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAuth } from '../auth/connect.ts';
import { withClient } from '../database/roles.ts';
import { startAuthService } from '../testing/auth-service.ts';
import { freshDatabases } from '../testing/databases.ts';
import { totpCode } from '../testing/totp-code.ts';
import { writeZonesFile } from '../testing/zones-file.ts';
import { exampleSignIns } from './demo/examples.ts';
import { loadDemo } from './load-demo.ts';

let db: Awaited<ReturnType<typeof freshDatabases>>;
let service: Awaited<ReturnType<typeof startAuthService>>;
let data: ReturnType<typeof writeZonesFile>;
beforeAll(async () => {
  db = await freshDatabases();
  service = await startAuthService(db.auth.appUrl);
  data = writeZonesFile(db, service);
});
afterAll(async () => {
  await service.stop();
  data.remove();
});

const query = async (sql: string) =>
  (await withClient(db.manager.ownerUrl, (client) => client.query(sql))).rows;

describe('the example company', () => {
  test('has customers with recent histories, and loading it again adds nothing', async () => {
    const lines = await loadDemo(data.zones);
    expect(lines).toHaveLength(1 + exampleSignIns.length);
    const facts = () =>
      query(`SELECT count(*)::int AS entries, count(DISTINCT customer_id)::int AS customers,
        now() - max(at) < interval '1 hour' AND max(at) < now() AS recent FROM activity`);
    const before = await facts();
    expect(before).toEqual([{ entries: 1_241, customers: 60, recent: true }]);
    await loadDemo(data.zones);
    expect(await facts()).toEqual(before);
  });

  test('lets those sign in that it says can', async () => {
    const callerKey = readFileSync(service.keyFile('manager'), 'utf8').trim();
    const auth = connectAuth({ socketPath: service.socketPath, caller: 'manager', callerKey });
    const source = { address: '198.51.100.7' };
    for (const example of exampleSignIns) {
      const { email, password } = example;
      const first = await auth.ask('verify-password', { email, password, source });
      if (!('totpKey' in example)) {
        expect(first.verdict, email).toBe('yes');
        continue;
      }
      const challenge = first.verdict === 'second-factor' ? first.challenge : 'none';
      const code = totpCode(example.totpKey);
      const request = { challenge, method: 'totp' as const, code, source };
      expect((await auth.ask('verify-second-factor', request)).verdict, email).toBe('yes');
    }
    expect(await query("SELECT email FROM customer WHERE language = 'fr'")).toEqual([
      { email: exampleSignIns.find((example) => 'language' in example)?.email },
    ]);
  });
});
