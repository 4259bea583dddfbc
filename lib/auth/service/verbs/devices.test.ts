import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../contract.ts';
import { expectField, nextPassword, type Person, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench(4, 'unknown-device');

const firefox = { browser: 'Firefox', system: 'Linux', place: 'FR' };
const safari = { browser: 'Safari', system: 'iOS', place: 'DE' };

/** Signs in by a mailed code. @returns the source, as it is from then on. */
async function remembered(person: Person, surroundings: Source['surroundings'], typed = password) {
  const source = { ...bench.freshSource(), surroundings };
  const challenge = await bench.challenge(person, typed, source);
  const code = await bench.mailedCodeTo(person.email);
  const yes = await bench.ask('verify-mailed-code', { challenge, code, source });
  return { ...source, device: expectField(yes, 'device') };
}

const list = async (person: Person, source: Source) =>
  expectField(await bench.ask('list-devices', { subject: person.id, source }), 'devices');
const asksAt = async (person: Person, source: Source, typed = password) =>
  (await bench.signIn(person, typed, source)).verdict;

describe('a subject’s devices', () => {
  it('are listed by what they are called, where and when they were used last, and which of them asks', async () => {
    const person = await bench.customer(staff);
    bench.pass({ minutes: 1 });
    const first = await remembered(person, firefox);
    bench.pass({ hours: 1 });
    const second = await remembered(person, safari);
    const devices = await list(person, second);
    expect(devices.slice(0, 2)).toMatchObject([
      { ...safari, current: true, lastSeenAt: bench.now().toISOString() },
      { ...firefox, current: false },
    ]);
    const moved = { ...first, surroundings: { ...firefox, place: 'ES' } };
    expect(await asksAt(person, moved)).toBe('yes');
    const now = await list(person, second);
    const same = now.find(({ device }) => device === devices[1]?.device);
    expect(same).toMatchObject({ browser: 'Firefox', place: 'ES', current: false });
    expect(now).toHaveLength(devices.length);
  });

  it('are listed without their token or its hash, which is all that is stored of it', async () => {
    const person = await bench.customer(staff);
    const source = await remembered(person, firefox);
    const told = JSON.stringify(await list(person, source));
    const [name = '', bound = ''] = source.device.split('.');
    const rows = await bench.sql<{ row: string }>(
      'SELECT to_jsonb(k)::text AS row FROM known_source k WHERE subject_id = $1',
      [person.id],
    );
    const stored = rows.map(({ row }) => row).join();
    for (const part of [name, bound]) {
      const hex = Buffer.from(part, 'base64url').toString('hex');
      for (const text of [told, stored])
        expect(text.includes(part) || text.includes(hex)).toBe(false);
    }
    const hashes = [...stored.matchAll(/[0-9a-f]{64}/g)].map(([hash]) => hash);
    expect(hashes.length).toBeGreaterThan(1);
    for (const hash of hashes) expect(told).not.toContain(hash);
  });

  it('are listed for thirty days after they were used last', async () => {
    const person = await bench.customer(staff);
    const source = await remembered(person, firefox);
    bench.pass({ hours: 29 * 24 });
    expect((await list(person, source)).map(({ browser }) => browser)).toContain('Firefox');
    bench.pass({ hours: 2 * 24 });
    expect(await list(person, source)).toEqual([]);
  });
});

describe('a device that is forgotten', () => {
  it('is asked for a code again, in the networks it was used in too; the others are not', async () => {
    const person = await bench.customer(staff);
    const lost = await remembered(person, safari);
    const kept = await remembered(person, firefox);
    const device = (await list(person, kept)).find(({ browser }) => browser === 'Safari')?.device;
    const forget = { subject: person.id, device, source: kept };
    expect(await bench.ask('forget-devices', forget)).toEqual({ verdict: 'yes' });
    expect(await bench.ask('forget-devices', forget)).toEqual({ verdict: 'no' });
    expect((await list(person, kept)).map(({ browser }) => browser)).not.toContain('Safari');
    expect(await asksAt(person, lost)).toBe('mailed-code');
    expect(await asksAt(person, { address: lost.address })).toBe('mailed-code');
    expect(await asksAt(person, { ...bench.freshSource(), device: kept.device })).toBe('yes');
  });

  it('goes with all others where all are forgotten, the asking one and every network included', async () => {
    const person = await bench.customer(staff);
    const source = await remembered(person, firefox);
    expect(await bench.ask('forget-devices', { subject: person.id, source })).toEqual({
      verdict: 'yes',
    });
    expect(await list(person, source)).toEqual([]);
    expect(await asksAt(person, source)).toBe('mailed-code');
  });

  it('cannot be another customer’s', async () => {
    const [one, other] = [await bench.customer(staff), await bench.customer(staff)];
    const theirs = await remembered(other, safari);
    const mine = await remembered(one, firefox);
    const [device] = await list(other, theirs);
    const forget = { subject: one.id, device: device?.device, source: mine };
    expect(await bench.ask('forget-devices', forget)).toEqual({ verdict: 'no' });
    expect(await bench.ask('forget-devices', { ...forget, device: randomUUID() })).toEqual({
      verdict: 'no',
    });
    expect(await asksAt(other, { ...bench.freshSource(), device: theirs.device })).toBe('yes');
    const nobody = { subject: randomUUID(), source: mine };
    expect(await bench.ask('list-devices', nobody)).toEqual({ verdict: 'no' });
    expect(await bench.ask('forget-devices', nobody)).toEqual({ verdict: 'no' });
  });
});

it('a new password forgets every device but the one it was changed on', async () => {
  const person = await bench.customer(staff);
  const other = await remembered(person, safari);
  const here = await remembered(person, firefox);
  const change = { subject: person.id, current: password, next: nextPassword, source: here };
  expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
  expect((await list(person, here)).map(({ browser }) => browser)).toEqual(['Firefox']);
  expect(await asksAt(person, other, nextPassword)).toBe('mailed-code');
  const elsewhere = { ...bench.freshSource(), device: here.device };
  expect(await asksAt(person, elsewhere, nextPassword)).toBe('yes');
});

it('a password changed where the browser has no token of this customer’s remembers no device that nobody has', async () => {
  const person = await bench.customer(staff);
  const change = { subject: person.id, current: password, next: nextPassword };
  await bench.ask('change-password', { ...change, source: bench.freshSource() });
  expect(await list(person, bench.freshSource())).toEqual([]);
});
