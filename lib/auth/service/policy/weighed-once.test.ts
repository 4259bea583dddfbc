import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeHeader } from '../../../breached/hash-file.ts';
import { type AuthService, createService } from '../create-service.ts';
import { type Bench, openBench, type Person, password } from '../testing/bench.ts';
import { dictionaryVersions } from './strength.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-weighed-'));
const breachedFile = path.join(folder, 'breached.bin');
let bench: Bench;
let service: AuthService;
let staff: Person;
let person: Person;

beforeAll(async () => {
  bench = await openBench();
  staff = await bench.staff();
  service = await createService({ ...bench.parts(), breachedFile });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await bench.close();
});
beforeEach(async () => {
  person = await bench.customer(staff);
  await signIn();
});

async function signIn() {
  const request = { email: person.email, password, source: bench.freshSource() };
  const answer = await service.decide('manager', 'verify-password', request, randomUUID());
  expect(answer.verdict).toBe('yes');
}

async function found() {
  const sql = 'SELECT weakness, weighed_as FROM password WHERE subject_id = $1';
  return (await bench.sql(sql, [person.id]))[0];
}

/** What no estimate of this password finds: where it stays, none was made. */
async function plant() {
  const sql = `UPDATE password SET weakness = 'common', weakness_at = now() WHERE subject_id = $1`;
  await bench.sql(sql, [person.id]);
}

describe('a password that was weighed', () => {
  it('is not estimated anew at the next sign-in', async () => {
    expect(await found()).toEqual({ weakness: null, weighed_as: expect.any(Buffer) });
    await plant();
    await signIn();
    expect((await found())?.weakness).toBe('common');
  });

  it.each([
    ['dictionaries or rules are others', `weighed_as = sha256('another edition')`],
    ['another password is in force', `set_at = set_at + interval '1 second'`],
    ['nobody knows how it was weighed', 'weighed_as = NULL'],
  ])('is estimated anew when %s', async (_, change) => {
    await plant();
    await bench.sql(`UPDATE password SET ${change} WHERE subject_id = $1`, [person.id]);
    await signIn();
    expect((await found())?.weakness).toBeNull();
  });

  it('takes nothing from the row of somebody else', async () => {
    const first = (await found())?.weighed_as;
    person = await bench.customer(staff);
    await signIn();
    expect((await found())?.weighed_as).not.toEqual(first);
  });

  it('is found all the same in a list that was imported since', async () => {
    const source = createHash('sha256').digest();
    const digests = [createHash('sha1').update(password).digest()];
    writeFileSync(breachedFile, Buffer.concat([makeHeader({ count: 1, source }), ...digests]));
    await signIn();
    rmSync(breachedFile);
    expect((await found())?.weakness).toBe('breached');
  });
});

it('an edition names the version of each dictionary', () => {
  expect(dictionaryVersions()).toHaveLength(4);
  for (const version of dictionaryVersions()) expect(version).toMatch(/^\d+\.\d+\.\d+/);
});
