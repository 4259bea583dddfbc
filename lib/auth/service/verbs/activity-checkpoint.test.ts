import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  activityCheckpointText,
  parseActivityCheckpoint,
} from '../../../journal/activity-checkpoint.ts';
import { checkpointBytes } from '../../../journal/checkpoint.ts';
import { evidenceBytes } from '../../../journal/evidence.ts';
import { isSignature } from '../../../journal/signature.ts';
import { deriveSigningKey } from '../checkpoints/signing-key.ts';
import { createService } from '../create-service.ts';
import { type Bench, expectField, openBench } from '../testing/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const root = 'ab'.repeat(32);
const ask = (request = { count: 3, root }) =>
  bench.ask('sign-activity-checkpoint', request, 'worker');

describe('a root over everybody’s activity', () => {
  it('is signed for what it is and when, and no other statement is', async () => {
    const signed = await ask();
    const at = expectField(signed, 'at');
    const signature = Buffer.from(expectField(signed, 'signature'), 'base64');
    const { publicKey } = deriveSigningKey(bench.keys.lookup);
    expect(expectField(signed, 'publicKey')).toBe(publicKey.toString('base64'));
    const holds = (text: string | Buffer) => isSignature(Buffer.from(text), publicKey, signature);
    const statement = { count: 3, root, at };
    expect(holds(activityCheckpointText(statement))).toBe(true);
    for (const other of [
      { count: 4 },
      { root: 'ac'.repeat(32) },
      { at: '2026-11-24T00:00:00.000Z' },
    ]) {
      expect(holds(activityCheckpointText({ ...statement, ...other }))).toBe(false);
    }
    const hash = Buffer.from(root, 'hex');
    expect(holds(checkpointBytes({ seq: 3n, hash, at: new Date(at) }))).toBe(false);
    const ids = { investigation: randomUUID(), staff: randomUUID() };
    expect(holds(evidenceBytes({ ...ids, digest: root, at: new Date(at) }))).toBe(false);
  });

  it('is signed for the worker alone', async () => {
    for (const caller of ['manager', 'operator'] as const) {
      const reply = await bench.ask('sign-activity-checkpoint', { count: 3, root }, caller);
      expect(reply).toEqual({ verdict: 'forbidden' });
    }
  });

  it.each([
    { count: 0, root },
    { count: 1.5, root },
    { count: 2 ** 31, root },
    { count: 1, root: root.toUpperCase() },
    { count: 1, root: `${root},1` },
    { count: 1, root: `1,${root}` },
  ])('is not signed for %j', async (request) => {
    expect(await ask(request)).toEqual({ verdict: 'no' });
  });

  it('stands in the journal before it is signed, and is not signed where it cannot', async () => {
    const own = 'cd'.repeat(32);
    await ask({ count: 7, root: own });
    const entries = await bench.sql(
      "SELECT caller, verdict FROM journal WHERE verb = 'sign-activity-checkpoint' AND because = $1",
      [`activity 7 ${own}`],
    );
    expect(entries).toEqual([{ caller: 'worker', verdict: 'yes' }]);
    await bench.sql('REVOKE INSERT ON journal FROM auth_app');
    expect((await ask()).verdict).toBe('unavailable');
    await bench.sql('GRANT INSERT ON journal TO auth_app');
  });

  it('is written where the operator says, and not answered where it cannot be', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-checkpoints-'));
    const checkpointsFile = path.join(dir, 'checkpoints.jsonl');
    const sign = async (file: string) => {
      const service = await createService({ ...bench.parts(), checkpointsFile: file });
      return service.decide('worker', 'sign-activity-checkpoint', { count: 3, root }, 'r');
    };
    const signed = await sign(checkpointsFile);
    const [line = ''] = readFileSync(checkpointsFile, 'utf8').split('\n');
    const { verdict: _, ...facts } = signed as Record<string, unknown>;
    expect(parseActivityCheckpoint(line)).toEqual({ count: 3, root, ...facts });
    expect((await sign(path.join(dir, 'nowhere', 'file'))).verdict).toBe('unavailable');
    rmSync(dir, { recursive: true });
  });
});
