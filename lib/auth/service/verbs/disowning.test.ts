import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  atOnce,
  elsewhere,
  expectField,
  home,
  nextPassword,
  type Person,
  password,
} from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench(4);
beforeEach(() => bench.sql('DELETE FROM throttle'));

const no = { verdict: 'no' };

async function offered({ id }: Person, notice: string = randomUUID()) {
  const offer = await bench.ask('offer-disowning', { subject: id, notice }, 'worker');
  return expectField(offer, 'token');
}
const inspect = (token: string) =>
  bench.ask('inspect-disowning', { token, source: bench.freshSource() });
const disown = (token: string) =>
  bench.ask('disown-account', { token, source: bench.freshSource() });

describe('an offer to say “this wasn’t me”', () => {
  it('changes nothing when it is looked at, by a mail scanner or anybody', async () => {
    const person = await bench.customer(staff);
    const notice = randomUUID();
    const token = await offered(person, notice);
    const seen = { verdict: 'yes', subject: person.id, notice, doneAt: null, restores: false };
    for (let times = 0; times < 3; times++) expect(await inspect(token)).toEqual(seen);
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });

  it('is stored as a hash, and made for the worker alone and for nobody unknown', async () => {
    const person = await bench.customer(staff);
    const token = await offered(person);
    const rows = await bench.sql('SELECT row_to_json(d)::text AS row FROM disowning d');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows).not.toEqual([]);
    const request = { subject: person.id, notice: randomUUID() };
    expect(await bench.ask('offer-disowning', request)).toEqual({ verdict: 'forbidden' });
    const nobody = { ...request, subject: randomUUID() };
    expect(await bench.ask('offer-disowning', nobody, 'worker')).toEqual(no);
  });

  it('is made sixty times at once for an account, and not more', async () => {
    const person = await bench.customer(staff);
    const offer = () =>
      bench.ask('offer-disowning', { subject: person.id, notice: randomUUID() }, 'worker');
    expect(await atOnce(80, offer)).toEqual({ yes: 60, no: 20 });
  });

  it('dies after thirty days, and an unknown one is as good as none', async () => {
    const person = await bench.customer(staff);
    const token = await offered(person);
    bench.pass({ hours: 30 * 24 });
    expect(await inspect(token)).toEqual(no);
    expect(await disown(token)).toEqual(no);
    expect(await disown('x'.repeat(43))).toEqual(no);
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });

  it('cannot be guessed at: a source is refused after fifty', async () => {
    const person = await bench.customer(staff);
    const token = await offered(person);
    const guess = () => bench.ask('disown-account', { token: 'x'.repeat(43), source: elsewhere });
    for (let times = 0; times < 50; times++) await guess();
    expect(await bench.ask('disown-account', { token, source: elsewhere })).toEqual(no);
    expect(await disown(token)).toMatchObject({ verdict: 'yes' });
  });
});

describe('an account disowned', () => {
  it('opens by the password nowhere, not on a known device, until a mailed link sets another', async () => {
    const person = await bench.customer(staff);
    const device = expectField(await bench.signIn(person), 'device');
    await disown(await offered(person));
    expect(await bench.signIn(person)).toEqual(no);
    expect(await bench.signIn(person, password, { ...home, device })).toEqual(no);
    const link = await bench.mailedToken(person.email);
    const chosen = { token: link, password: nextPassword, source: home };
    expect(await bench.ask('complete-link', chosen)).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(person)).toEqual(no);
    expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
  });

  it('ends what was under way: challenges, grants, a link asked for before', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const plain = await bench.customer(staff);
    const challenge = await bench.challenge(person);
    const grant = expectField(await bench.signIn(plain), 'grant');
    const before = await bench.link(plain);
    await disown(await offered(person));
    await disown(await offered(plain));
    const answer = { challenge, method: 'totp', code: bench.code(person), source: home } as const;
    expect(await bench.ask('verify-second-factor', answer)).toMatchObject({ verdict: 'no' });
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
    const old = { token: before, password: nextPassword, source: home };
    expect(await bench.ask('complete-link', old)).toEqual(no);
    expect(await bench.ask('list-devices', { subject: plain.id, source: home })).toMatchObject({
      devices: [],
    });
  });

  it('takes the second factor all the same where there is one', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    await disown(await offered(person));
    const chosen = { token: await bench.mailedToken(person.email), password: nextPassword };
    expect(await bench.ask('complete-link', { ...chosen, source: home })).toEqual({
      verdict: 'wrong-code',
    });
    bench.pass({ seconds: 30 });
    const proven = { ...chosen, method: 'totp', code: bench.code(person), source: home } as const;
    expect(await bench.ask('complete-link', proven)).toMatchObject({ verdict: 'yes' });
  });

  it('is locked once: of a hundred at once, and of all its mails, one does it and one link is sent', async () => {
    const person = await bench.customer(staff);
    const [token, other] = [await offered(person), await offered(person)];
    const mails = bench.mails.length;
    expect(await atOnce(100, () => disown(token))).toEqual({ yes: 100 });
    const done = expectField(await inspect(token), 'doneAt');
    expect(await inspect(other)).toMatchObject({ doneAt: done });
    bench.pass({ minutes: 1 });
    expect(await disown(other)).toMatchObject({ verdict: 'yes', doneAt: done });
    const link = await bench.mailedToken(person.email);
    expect(bench.mails.length).toBe(mails + 1);
    await bench.ask('complete-link', { token: link, password: nextPassword, source: home });
    // Who finds the mail later does not lock the owner out again.
    expect(await disown(token)).toMatchObject({ verdict: 'yes', doneAt: done });
    expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
  });

  it('can be disowned again by the mail that tells of the new password', async () => {
    const person = await bench.customer(staff);
    await disown(await offered(person));
    const link = await bench.mailedToken(person.email);
    await bench.ask('complete-link', { token: link, password: nextPassword, source: home });
    await disown(await offered(person));
    expect(await bench.signIn(person, nextPassword)).toEqual(no);
  });

  it('is journalled as such', async () => {
    const person = await bench.customer(staff);
    await disown(await offered(person));
    const rows = await bench.sql(
      `SELECT verb, verdict FROM journal WHERE subject_id = $1 AND verb = 'disown-account'`,
      [person.id],
    );
    expect(rows).toEqual([{ verb: 'disown-account', verdict: 'yes' }]);
  });
});
