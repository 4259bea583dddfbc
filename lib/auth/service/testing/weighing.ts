import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { makeHeader } from '../../../breached/hash-file.ts';
import { createService } from '../create-service.ts';
import { asking, type Bench, expectField, type Person } from './bench.ts';
import { openStaffedBench } from './staffed-bench.ts';

export const sha1 = (text: string) => createHash('sha1').update(text).digest();
/** In the file of breached passwords; enough like nothing to be weak for no other reason. */
export const stolen = 'velvet otters juggle nine kettles';
/** Known to the API alone. */
export const stolenSince = 'copper herons whistle at the tram';

/** Replicas that know of breached passwords, and differ in what they make of a weak one. */
export async function openWeighing() {
  const { bench, staff } = await openStaffedBench();
  const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-weak-'));
  const breachedFile = path.join(folder, 'breached.bin');
  /** What the API was asked, and what it waits for. */
  const api = { asked: [] as string[], hold: undefined as Promise<void> | undefined };
  const server = createServer(async (request, response) => {
    api.asked.push(request.url ?? '');
    await api.hold;
    const hex = sha1(stolenSince).toString('hex').toUpperCase();
    response.end(request.url === `/${hex.slice(0, 5)}` ? `${hex.slice(5)}:3\r\n` : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breachedApiUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const parts = { ...bench.parts(), breachedFile };
  const [telling, changing, inquiring] = [
    await createService(parts),
    await createService({ ...parts, weakPasswords: 'change' }),
    await createService({ ...parts, breachedApiUrl }),
  ];
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    api.asked = [];
    const digests = [sha1(stolen), sha1('other')].sort(Buffer.compare);
    const source = createHash('sha256').digest();
    writeFileSync(breachedFile, Buffer.concat([makeHeader({ count: 2, source }), ...digests]));
  });
  afterEach(() => {
    api.hold = undefined;
  });

  const signIn = (ask: Bench['ask'], { email }: Person, typed: string) =>
    ask('verify-password', { email, password: typed, source: bench.freshSource() });
  const weaknessOf = async ({ id }: Person) =>
    expectField(await bench.ask('describe-factors', { subject: id }), 'weakness');

  /** Somebody whose password came from an older system, by the operator's import. */
  async function imported(typed: string, local: string = randomUUID()): Promise<Person> {
    const id = randomUUID();
    const email = `${local}@example.com`;
    const salt = Buffer.from('sixteen bytes...');
    let digest = createHash('sha256').update(salt).update(typed).digest();
    for (let round = 1; round < 1_000; round++)
      digest = createHash('sha256').update(digest).digest();
    const passwordHash = `$sha256i$r=1000$${salt.toString('base64')}$${digest.toString('base64')}`;
    const row = { subject: id, email, language: 'en', passwordHash } as const;
    const rows = [{ ...row, passwordSetAt: '2020-01-01T00:00:00Z' }];
    expectField(await bench.ask('import-credentials', { rows }, 'operator'), 'results');
    return { id, email, key: '', recoveryCodes: [] };
  }

  return {
    bench,
    staff,
    breachedFile,
    api,
    /** Tells of a weak password. */
    telling: asking(telling),
    /** Lets nobody in by one. */
    changing: asking(changing),
    /** Asks the API as well. */
    inquiring: asking(inquiring),
    /** Until what is asked after the answer is done. */
    inquired: () => inquiring.idle(),
    signIn,
    weaknessOf,
    imported,
  };
}
