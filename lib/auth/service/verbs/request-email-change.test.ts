import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atOnce, expectField, home } from '../testing/bench.ts';
import { newAddress, openEmailChanges } from '../testing/email-changes.ts';

const { bench, staff, request, confirm, inspect, describeChange, asked } = await openEmailChanges();
const no = { verdict: 'no' };

describe('asking for another address', () => {
  it('takes the password, and the second factor where there is one, used up by it', async () => {
    const plain = await bench.customer(staff);
    expect(await request(plain, newAddress(), { password: 'wrong' })).toEqual(no);
    const person = await bench.customer(staff, { secondFactor: true });
    expect(await request(person, newAddress())).toEqual(no);
    const code = bench.code(person);
    const wrong = { method: 'totp', code: '000000' };
    expect(await request(person, newAddress(), wrong)).toEqual(no);
    const proof = { method: 'totp', code };
    expect(await request(person, newAddress(), proof)).toMatchObject({ verdict: 'yes' });
    expect(await request(person, newAddress(), proof)).toEqual(no);
  });

  it('is answered alike for an address that is free and one that is somebody’s, and does the same', async () => {
    const other = await bench.customer(staff);
    const person = await bench.customer(staff);
    const [free, taken] = [await request(person, newAddress()), await request(person, other.email)];
    expect(taken).toEqual(free);
    const rows = await bench.sql(
      `SELECT verb, verdict, because FROM journal WHERE verb = 'request-email-change' AND subject_id = $1`,
      [person.id],
    );
    expect(rows[0]).toEqual(rows[1]);
    expect(await describeChange(person)).toMatchObject({ email: other.email });
    // Only in that mailbox it shows, without a link to anything.
    expect(await bench.mailedToken(other.email)).toBe('no mail');
    const mail = bench.mails.findLast(({ to }) => to === other.email);
    expect(mail?.text).toContain('nothing has changed');
  });

  it('for the address one has says so', async () => {
    const person = await bench.customer(staff);
    expect(await request(person, person.email.toUpperCase())).toEqual({ verdict: 'same' });
  });

  it('mails nobody in a flood: not for one account, and not to one address', async () => {
    const person = await bench.customer(staff);
    const many = await atOnce(12, () => request(person, newAddress()));
    expect(many).toEqual({ yes: 5, limited: 7 });
    const victim = newAddress();
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => bench.customer(staff)));
    await bench.sql('DELETE FROM throttle');
    const answers = await Promise.all(people.map((one) => request(one, victim)));
    expect(answers.filter(({ verdict }) => verdict === 'yes')).toHaveLength(3);
  });

  it('a wrong password does not use the owner’s turns up', async () => {
    const person = await bench.customer(staff);
    for (let times = 0; times < 8; times++) {
      await request(person, newAddress(), { password: 'wrong', source: home });
    }
    await bench.sql(`DELETE FROM failure`);
    expect(await request(person, newAddress())).toMatchObject({ verdict: 'yes' });
  });

  it('again replaces what was asked before, whose links open nothing', async () => {
    const person = await bench.customer(staff);
    const first = await asked(person);
    const second = await asked(person);
    for (const token of [first.old, first.new]) expect(await inspect(token)).toEqual(no);
    expect(await confirm(first.old, 'old')).toEqual(no);
    expect(await describeChange(person)).toMatchObject({
      email: second.email,
      oldConfirmedAt: null,
    });
  });

  it('is not open to whoever must choose a new password, was locked or has none', async () => {
    const [locked, reset] = [await bench.customer(staff), await bench.customer(staff)];
    const offer = { subject: locked.id, notice: randomUUID() };
    const token = expectField(await bench.ask('offer-disowning', offer, 'worker'), 'token');
    await bench.ask('disown-account', { token, source: bench.freshSource() });
    expect(await request(locked, newAddress())).toEqual(no);
    const scope = { kind: 'subjects' as const, subjects: [reset.id] };
    const start = { reset: randomUUID(), scope, reason: 'because', staff: staff.id, source: home };
    expect(await bench.ask('start-reset', start)).toMatchObject({ verdict: 'yes' });
    expect(await request(reset, newAddress())).toEqual(no);
    const invited = { ...locked, id: randomUUID() };
    const invitation = { subject: invited.id, email: newAddress(), staff: staff.id } as const;
    await bench.ask('invite', { ...invitation, language: 'en' });
    expect(await request(invited, newAddress())).toEqual(no);
  });
});
