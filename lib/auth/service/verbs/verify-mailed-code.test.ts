import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atOnce, expectField, nextPassword, password } from '../testing/bench.ts';
import { openMailedCodes } from '../testing/mailed-codes.ts';

const { bench, staff, askedFor, answer, another, wrongFor } = await openMailedCodes();

const no = { verdict: 'no' };
const stillOpen = { verdict: 'no', challenge: 'open' };
const over = { verdict: 'no', challenge: 'over' };

describe('a right password from a device and a network never seen', () => {
  it('opens by a code of eight digits that is mailed, and the sign-in says that it was no second factor', async () => {
    const { person, challenge, source, code } = await askedFor(await bench.customer(staff));
    expect(code).toMatch(/^\d{8}$/);
    const grant = expectField(await answer(challenge, code, source), 'grant');
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({
      verdict: 'yes',
      subject: person.id,
      method: 'mailed-code',
    });
  });

  it('is asked no code again on that device, nor in that network, for thirty days', async () => {
    const { person, challenge, source, code } = await askedFor(await bench.customer(staff));
    const device = expectField(await answer(challenge, code, source), 'device');
    expect((await bench.signIn(person, password, source)).verdict).toBe('yes');
    const moved = { ...bench.freshSource(), device };
    bench.pass({ hours: 29 * 24 });
    expect((await bench.signIn(person, password, moved)).verdict).toBe('yes');
    bench.pass({ hours: 31 * 24 });
    const late = { ...bench.freshSource(), device };
    expect((await bench.signIn(person, password, late)).verdict).toBe('mailed-code');
  });

  it('is told by no mail but the code’s, which says when, where and with what', async () => {
    const person = await bench.customer(staff);
    const surroundings = { browser: 'Firefox', system: 'Linux', place: 'FR' };
    const source = { ...bench.freshSource(), surroundings };
    const { email } = person;
    const before = bench.mails.filter(({ to }) => to === email).length;
    await bench.ask('verify-password', { email, password, source });
    await bench.mailedCodeTo(email);
    const sent = bench.mails.filter(({ to }) => to === email).slice(before);
    expect(sent).toHaveLength(1);
    for (const fact of [
      'Firefox on Linux',
      'France',
      source.address,
      '(UTC)',
      'forgotten-password',
    ])
      expect(sent[0]?.text).toContain(fact);
  });

  it('where the password is wrong is the same no as ever, and nothing is mailed', async () => {
    const person = await bench.customer(staff);
    const before = bench.mails.length;
    expect(await bench.signIn(person, 'not the password', bench.freshSource())).toEqual(no);
    await bench.mailedCodeTo(person.email);
    expect(bench.mails).toHaveLength(before);
  });

  it('of somebody with an authenticator takes that, and no mailed code', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const { verdict } = await bench.signIn(person, password, bench.freshSource());
    expect(verdict).toBe('second-factor');
  });

  it('opens where a mailed link was used: the first password, and one set anew', async () => {
    const person = await bench.customer(staff);
    const token = await bench.link(person);
    const source = bench.freshSource();
    const done = await bench.ask('complete-link', { token, password: nextPassword, source });
    const device = expectField(done, 'device');
    expect((await bench.signIn(person, nextPassword, source)).verdict).toBe('yes');
    const elsewhere = { ...bench.freshSource(), device };
    expect((await bench.signIn(person, nextPassword, elsewhere)).verdict).toBe('yes');
  });
});

describe('a mailed code', () => {
  it('signs in once: of a hundred simultaneous submissions one wins, and one grant is made', async () => {
    const { person, challenge, code } = await askedFor(await bench.customer(staff));
    await bench.sql('UPDATE challenge SET attempts_left = 100 WHERE subject_id = $1', [person.id]);
    expect(await atOnce(100, () => answer(challenge, code))).toEqual({ yes: 1, no: 99 });
    const grants = await bench.sql('SELECT 1 FROM yes_grant WHERE subject_id = $1', [person.id]);
    expect(grants).toHaveLength(1);
    expect(await answer(challenge, code)).toEqual(over);
  });

  it('whose yes could not be written down was not used, and whose yes was lost opens no second session', async () => {
    const { person, challenge, code } = await askedFor(await bench.customer(staff));
    await bench.sql('REVOKE INSERT ON yes_grant FROM auth_app');
    expect(await answer(challenge, code)).toEqual({ verdict: 'unavailable' });
    await bench.sql('GRANT INSERT ON yes_grant TO auth_app');
    expect(await answer(challenge, code)).toMatchObject({ verdict: 'yes' });
    expect(await answer(challenge, code)).toEqual(over);
    const grants = await bench.sql('SELECT 1 FROM yes_grant WHERE subject_id = $1', [person.id]);
    expect(grants).toHaveLength(1);
  });

  it('of another customer, or of another sign-in of one’s own, is a wrong one', async () => {
    const one = await askedFor(await bench.customer(staff));
    const other = await askedFor(await bench.customer(staff));
    const again = await askedFor(one.person);
    expect(await answer(other.challenge, one.code)).toEqual(stillOpen);
    expect(await answer(again.challenge, one.code)).toEqual(stillOpen);
    expect(await answer(one.challenge, one.code)).toMatchObject({ verdict: 'yes' });
  });

  it('is over after five wrong tries, for the right one too, however many at once', async () => {
    const { challenge, code } = await askedFor(await bench.customer(staff));
    for (let tries = 0; tries < 4; tries++)
      expect(await answer(challenge, wrongFor(code))).toEqual(stillOpen);
    expect(await answer(challenge, wrongFor(code))).toEqual(over);
    expect(await answer(challenge, code)).toEqual(over);
    const other = await askedFor(await bench.customer(staff));
    await atOnce(20, () => answer(other.challenge, wrongFor(other.code)));
    const counted = await bench.sql('SELECT count FROM failure WHERE subject_id = $1', [
      other.person.id,
    ]);
    expect(counted).toEqual([{ count: 5 }]);
  });

  it('is over after ten minutes', async () => {
    const { challenge, code } = await askedFor(await bench.customer(staff));
    bench.pass({ minutes: 10 });
    expect(await answer(challenge, code)).toEqual(over);
    expect(await another(challenge)).toEqual(over);
  });

  it('is void after a change of the password, a password set by a link, and a forced reset', async () => {
    const one = await askedFor(await bench.customer(staff));
    const change = { subject: one.person.id, current: password, next: nextPassword };
    const changed = await bench.ask('change-password', { ...change, source: bench.freshSource() });
    expect(changed).toEqual({ verdict: 'yes' });
    expect(await answer(one.challenge, one.code)).toEqual(over);

    const two = await askedFor(await bench.customer(staff));
    const token = await bench.link(two.person);
    const set = { token, password: nextPassword, source: bench.freshSource() };
    expect(await bench.ask('complete-link', set)).toMatchObject({ verdict: 'yes' });
    expect(await answer(two.challenge, two.code)).toEqual(over);

    const three = await askedFor(await bench.customer(staff));
    const reset = { reset: randomUUID(), reason: 'because', staff: staff.id };
    const scope = { kind: 'subjects' as const, subjects: [three.person.id] };
    await bench.ask('start-reset', { ...reset, scope, source: bench.freshSource() });
    expect(await answer(three.challenge, three.code)).toEqual(over);
  });

  it('is worth nothing once an authenticator was enrolled', async () => {
    const { person, challenge, code } = await askedFor(await bench.customer(staff));
    await bench.enrol(person);
    expect(await answer(challenge, code)).toEqual(over);
  });

  it('answers no second factor’s challenge, nor one of another caller', async () => {
    const guarded = await bench.customer(staff, { secondFactor: true });
    const owed = await bench.challenge(guarded, password, bench.freshSource());
    expect(await answer(owed, '12345678')).toEqual(over);
    expect(await another(owed)).toEqual(over);
    const { person, challenge, code } = await askedFor(await bench.customer(staff));
    await bench.sql(`UPDATE challenge SET caller = 'worker' WHERE subject_id = $1`, [person.id]);
    expect(await answer(challenge, code)).toEqual(over);
  });

  it('that cannot be one is a wrong one, and a challenge that nobody was given is over', async () => {
    const { challenge } = await askedFor(await bench.customer(staff));
    for (const code of ['', '1', 'x'.repeat(65), '\0', '１２３４５６７８'])
      expect(await answer(challenge, code)).toEqual(stillOpen);
    expect(await answer('x'.repeat(43), '12345678')).toEqual(over);
    expect(await answer('not a challenge', '12345678')).toEqual(over);
  });

  it('stands nowhere but in the mail: not in a row, not in the journal', async () => {
    const { challenge, code } = await askedFor(await bench.customer(staff));
    await answer(challenge, code);
    const rows = await bench.sql<{ row: string }>(`
      SELECT to_jsonb(t)::text AS row FROM mailed_code t UNION ALL
      SELECT to_jsonb(t)::text FROM challenge t UNION ALL SELECT to_jsonb(t)::text FROM journal t`);
    const text = rows.map(({ row }) => row).join('\n');
    expect(text).not.toContain(code);
    expect(text).not.toContain(Buffer.from(code).toString('hex'));
    expect(text).toContain('send-code');
    expect(bench.alerts.join()).not.toContain(code);
  });
});

it('without the journal no code is mailed and none opens', async () => {
  const { challenge, code } = await askedFor(await bench.customer(staff));
  const waiting = await bench.customer(staff);
  await bench.challenge(waiting, password, bench.freshSource());
  const before = bench.mails.length;
  await bench.sql('REVOKE INSERT ON journal FROM auth_app');
  const asked = [await answer(challenge, code), await another(challenge)];
  await bench.service.sendDueCodes();
  await bench.sql('GRANT INSERT ON journal TO auth_app');
  expect(asked).toEqual([{ verdict: 'unavailable' }, { verdict: 'unavailable' }]);
  expect(bench.mails).toHaveLength(before);
  expect(await answer(challenge, code)).toMatchObject({ verdict: 'yes' });
});

it('where the policy says never, the right password opens from anywhere', async () => {
  const person = await bench.customer(staff);
  const open = await bench.replica(bench.parts().mail, 'never');
  const request = { email: person.email, password, source: bench.freshSource() };
  const reply = await open.decide('manager', 'verify-password', request, randomUUID());
  expect(reply.verdict).toBe('yes');
});
