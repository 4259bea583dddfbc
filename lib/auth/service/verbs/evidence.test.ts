import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointBytes } from '../../../journal/checkpoint.ts';
import { evidenceBytes } from '../../../journal/evidence.ts';
import { isSignature } from '../../../journal/signature.ts';
import { deriveSigningKey } from '../checkpoints/signing-key.ts';
import { expectField, home } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
const customer = await bench.customer(staff, { secondFactor: true });

const no = { verdict: 'no' };
const digest = 'ab'.repeat(32);
const investigation = randomUUID();
const sign = (by: string, of = digest) =>
  bench.ask('sign-evidence', { investigation, digest: of, staff: by, source: home });

describe('evidence', () => {
  it('is signed with the key of the checkpoints, for what it is, who asked and when, and for nothing else', async () => {
    const signed = await sign(staff.id);
    const at = new Date(expectField(signed, 'at'));
    const signature = Buffer.from(expectField(signed, 'signature'), 'base64');
    const publicKey = Buffer.from(expectField(signed, 'publicKey'), 'base64');
    expect(publicKey).toEqual(deriveSigningKey(bench.keys.lookup).publicKey);
    const statement = { investigation, digest, staff: staff.id, at };
    const holds = (bytes: Buffer) => isSignature(bytes, publicKey, signature);
    expect(holds(evidenceBytes(statement))).toBe(true);
    for (const other of [
      { investigation: randomUUID() },
      { digest: 'ac'.repeat(32) },
      { staff: customer.id },
      { at: new Date(at.getTime() + 1) },
    ]) {
      expect(holds(evidenceBytes({ ...statement, ...other }))).toBe(false);
    }
    const hash = Buffer.from(digest, 'hex');
    expect(holds(checkpointBytes({ seq: 1n, hash, at }))).toBe(false);
  });

  it('leaves its digest in the journal before it is signed', async () => {
    const own = 'cd'.repeat(32);
    await sign(staff.id, own);
    const entries = await bench.sql(
      "SELECT verdict, subject_id AS subject FROM journal WHERE verb = 'sign-evidence' AND because = $1",
      [`evidence ${own}`],
    );
    expect(entries).toEqual([{ verdict: 'yes', subject: staff.id }]);
  });

  it('is signed for security staff alone, by the service’s own record', async () => {
    expect(await sign(customer.id)).toEqual(no);
    expect(await sign(randomUUID())).toEqual(no);
    for (const role of ['support', 'auditor']) {
      await bench.sql('UPDATE subject SET staff_role = $1 WHERE id = $2', [role, customer.id]);
      expect(await sign(customer.id)).toEqual(no);
    }
    await bench.sql('UPDATE subject SET staff_role = NULL WHERE id = $1', [customer.id]);
  });

  it.each(['', 'AB'.repeat(32), 'ab'.repeat(31), `${digest},x`])(
    'is not signed for %j, which is no digest',
    async (wrong) => {
      expect(await sign(staff.id, wrong)).toEqual(no);
    },
  );

  it('is not signed where the journal cannot be written', async () => {
    await bench.sql('REVOKE INSERT ON journal FROM auth_app');
    expect((await sign(staff.id)).verdict).toBe('unavailable');
    await bench.sql('GRANT INSERT ON journal TO auth_app');
  });

  it('is signed for no other caller than the manager', async () => {
    const request = { investigation, digest, staff: staff.id, source: home };
    for (const caller of ['worker', 'operator'] as const) {
      expect(await bench.ask('sign-evidence', request, caller)).toEqual({ verdict: 'forbidden' });
    }
  });
});

describe('facts about many subjects', () => {
  const describeMany = (subjects: string[], by = staff.id) =>
    bench.ask('describe-subjects', { subjects, staff: by });

  it('are whether there is a second factor that counts, and what the password is worth', async () => {
    const plain = await bench.customer(staff);
    await bench.sql(
      "UPDATE password SET scheme = 'wrapped-sha256-crypt', weakness = 'breached', weakness_at = now() WHERE subject_id = $1",
      [plain.id],
    );
    const told = expectField(await describeMany([customer.id, plain.id, randomUUID()]), 'subjects');
    expect(told).toHaveLength(2);
    expect(told.find(({ subject }) => subject === customer.id)).toMatchObject({
      legacy: false,
      weakness: null,
      secondFactorSince: expect.any(String),
    });
    expect(told.find(({ subject }) => subject === plain.id)).toMatchObject({
      legacy: true,
      weakness: 'breached',
      secondFactorSince: null,
    });
  });

  it('are told as describe-factors tells them of one', async () => {
    const [one] = expectField(await describeMany([customer.id]), 'subjects');
    const factors = await bench.ask('describe-factors', { subject: customer.id });
    expect(one?.secondFactorSince).toBe(expectField(factors, 'totpSince'));
    expect(one?.passwordSetAt).toBe(expectField(factors, 'passwordSetAt'));
    await bench.ask(
      'void-authenticators',
      { id: randomUUID(), reason: 'keys were found' },
      'operator',
    );
    const [after] = expectField(await describeMany([customer.id]), 'subjects');
    expect(after?.secondFactorSince).toBeNull();
  });

  it('are told to staff alone, and of five hundred at most', async () => {
    expect(await describeMany([customer.id], customer.id)).toEqual(no);
    expect(await describeMany(Array.from({ length: 501 }, () => randomUUID()))).toEqual(no);
    expect(await describeMany([])).toEqual(no);
  });

  it('hold no hash and no key', async () => {
    const told = JSON.stringify(await describeMany([customer.id]));
    expect(told).not.toMatch(/\$2[aby]\$|hash|key/);
  });
});
