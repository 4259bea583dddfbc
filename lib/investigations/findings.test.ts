import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AuthConnection } from '../auth/connect.ts';
import type { RequestOf } from '../auth/contract.ts';
import { bundleSchema, digestOf } from '../evidence/bundle.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { addEntry, type EntryKind } from './add-entry.ts';
import { getInvestigation } from './get-investigation.ts';
import { listEntries, standings } from './list-entries.ts';
import { makeEvidence } from './make-evidence.ts';
import { openInvestigation } from './open-investigation.ts';
import { parseIndicators } from './parse-indicators.ts';
import { readAccount } from './read-account.ts';

const { db, owner, people } = await openManagerBench(5);

const { sam: staffId, ada: customerId, ben: otherId } = await people(['sam', 'ada', 'ben']);
const bad = '198.51.100.7';
let id: string;

beforeAll(async () => {
  const happened: [string, string, string, string, string][] = [
    [customerId, '2020-01-01T00:00:00Z', 'sign-in', 'yes', '192.0.2.1'],
    [customerId, '2020-01-09T00:00:00Z', 'sign-in', 'yes', bad],
    [customerId, '2020-01-09T00:05:00Z', 'password-changed', 'yes', bad],
    [customerId, '2020-01-09T00:06:00Z', 'authenticator-removed', 'yes', '192.0.2.1'],
    [customerId, '2020-01-10T00:00:00Z', 'sign-out', 'yes', bad],
    [otherId, '2020-01-09T00:01:00Z', 'sign-in', 'no', bad],
  ];
  await db.activity.createMany({
    data: happened.map(([one, at, kind, outcome, address]) => ({
      ...{ customerId: one, at, kind, outcome, address, userAgent: '=cmd|x' },
    })),
  });
  const indicators = parseIndicators(bad);
  if ('bad' in indicators) throw new Error('no indicator');
  const question = { indicators, from: null, until: null };
  id = await openInvestigation(db, { title: 'January', staffId, question });
});

async function investigation() {
  const found = await getInvestigation(db, id);
  if (!found) throw new Error('no investigation');
  return found;
}
const add = (kind: EntryKind, note = '', customer = customerId) =>
  addEntry(db, { investigationId: id, customerId: customer, staffId, kind, note });
const acts = async (act: string) => (await db.staffAct.findMany({ where: { act } })).length;

describe('an investigation', () => {
  test('is kept as it was asked, and that it was opened stands in the trail', async () => {
    const { question, title, creator } = await investigation();
    expect({ title, by: creator.name }).toEqual({ title: 'January', by: 'sam' });
    expect(question.indicators.lines).toEqual([bad]);
    expect(await acts('investigation-opened')).toBe(1);
  });

  test.each(['', 'x', randomUUID()])('is none for %j', async (other) => {
    expect(await getInvestigation(db, other)).toBeNull();
  });

  test('shows what was done in the session of the entry, and nothing of another address or day', async () => {
    const {
      acts: done,
      others,
      signIns,
    } = await readAccount(db, (await investigation()).question, customerId);
    expect(done.map(({ kind }) => kind)).toEqual(['password-changed']);
    expect(others).toEqual([
      { customerId: otherId, name: 'ben', email: 'ben@example.com', attempts: 1, entries: 0 },
    ]);
    expect(signIns.map(({ address, isMatch }) => [address, isMatch])).toEqual([
      [bad, true],
      ['192.0.2.1', false],
    ]);
  });
});

describe('a finding', () => {
  test('is the newest mark, whatever was noted since, and each stands in the trail', async () => {
    await add('suspicious');
    await add('confirmed', 'by telephone');
    await add('note', 'more');
    expect(standings(await listEntries(db, id)).get(customerId)?.mark).toBe('confirmed');
    expect(await acts('finding-recorded')).toBe(3);
  });

  test('can be added to, and neither changed nor taken back', async () => {
    await expect(db.investigationEntry.updateMany({ data: { kind: 'cleared' } })).rejects.toThrow(
      /permission denied/,
    );
    await expect(db.investigationEntry.deleteMany()).rejects.toThrow(/permission denied/);
    await expect(db.investigation.updateMany({ data: { title: 'x' } })).rejects.toThrow(
      /permission denied/,
    );
  });

  test('without words is no note', async () => {
    await expect(add('note')).rejects.toThrow();
  });
});

describe('a hold', () => {
  const remove = (customer: string) =>
    owner.query("DELETE FROM activity WHERE customer_id = $1 AND kind = 'sign-out'", [customer]);

  test('keeps the account’s rows from whoever may delete, the owner included, until it is released', async () => {
    await add('hold');
    expect(standings(await listEntries(db, id)).get(customerId)?.isHeld).toBe(true);
    await expect(remove(customerId)).rejects.toThrow('these rows are held as evidence');
    await expect(owner.query("UPDATE activity SET outcome = 'no'")).rejects.toThrow('held');
    await add('release');
    await remove(customerId);
  });

  test('of one account keeps no other’s rows, and one investigation does not release another’s', async () => {
    await add('hold', '', otherId);
    await remove(customerId);
    const { question } = await investigation();
    const another = await openInvestigation(db, { title: 'Other', staffId, question });
    await addEntry(db, {
      investigationId: another,
      customerId: otherId,
      staffId,
      kind: 'release',
      note: '',
    });
    await expect(
      owner.query('DELETE FROM activity WHERE customer_id = $1', [otherId]),
    ).rejects.toThrow('held');
  });
});

describe('evidence', () => {
  const asked: RequestOf<'sign-evidence'>[] = [];
  const signing = (verdict: 'yes' | 'no') =>
    (async (verb: string, request: unknown) => {
      if (verb === 'describe-subjects') return { verdict: 'no' };
      asked.push(request as RequestOf<'sign-evidence'>);
      return verdict === 'no'
        ? { verdict }
        : { verdict, at: '2026-01-01T00:00:00.000Z', publicKey: 'AAAA', signature: 'AAAA' };
    }) as unknown as AuthConnection['ask'];
  const maker = { id: staffId, name: 'sam', email: 'sam@example.com', address: '192.0.2.9' };

  test('holds accounts, attempts and findings, and what is signed is the digest of what is given', async () => {
    const made = await makeEvidence({ db, ask: signing('yes') }, await investigation(), maker);
    if (typeof made === 'string') throw new Error(made);
    const { files, manifest, signed } = bundleSchema.parse(JSON.parse(made.bundle));
    expect(asked.at(-1)).toMatchObject({
      investigation: id,
      staff: staffId,
      digest: digestOf(manifest),
    });
    expect(signed.digest).toBe(digestOf(manifest));
    expect(files['accounts.csv']?.split('\r\n')[1]).toMatch(/^first-try,ada@example\.com/);
    expect(files['accounts.csv']?.split('\r\n')[2]).toMatch(/^tried,ben@example\.com/);
    expect(files['attempts.csv']).toContain("'=cmd|x");
    expect(files['findings.csv']).toContain('by telephone');
    expect(JSON.parse(files['evidence.json'] ?? '').factorsKnown).toBe(false);
    const [act] = await db.staffAct.findMany({ where: { act: 'evidence-exported' } });
    expect(act?.detail).toMatchObject({ investigation: id, digest: signed.digest });
  });

  test('that is not signed is not given, and nothing says that it was', async () => {
    const before = await acts('evidence-exported');
    expect(await makeEvidence({ db, ask: signing('no') }, await investigation(), maker)).toBe(
      'refused',
    );
    expect(await acts('evidence-exported')).toBe(before);
  });
});
