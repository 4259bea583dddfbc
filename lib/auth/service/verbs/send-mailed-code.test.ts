import { describe, expect, it } from 'vitest';
import { nextPassword, password } from '../testing/bench.ts';
import { openMailedCodes } from '../testing/mailed-codes.ts';

const { bench, staff, askedFor, answer, another, wrongFor, becauseOf } = await openMailedCodes();

const no = { verdict: 'no' };
const stillOpen = { verdict: 'no', challenge: 'open' };
const over = { verdict: 'no', challenge: 'over' };

describe('another code', () => {
  it('voids the one before, with five tries of its own, for the same sign-in', async () => {
    const { person, challenge, code } = await askedFor(await bench.customer(staff));
    for (let tries = 0; tries < 4; tries++) await answer(challenge, wrongFor(code));
    expect(await another(challenge)).toEqual({ verdict: 'yes' });
    expect(await answer(challenge, code)).toEqual(stillOpen);
    const newer = await bench.mailedCodeTo(person.email);
    expect(await answer(challenge, code)).toEqual(stillOpen);
    expect(await answer(challenge, newer)).toMatchObject({ verdict: 'yes' });
    expect(await another(challenge)).toEqual(over);
  });

  it('asked for while a mail is on its way is mailed too, and only the newest opens', async () => {
    const person = await bench.customer(staff);
    const challenge = await bench.challenge(person, password, bench.freshSource());
    const { send } = bench.parts().mail;
    const slow = await bench.replica({
      async send(to, message) {
        await another(challenge);
        await send(to, message);
      },
      close() {},
    });
    await slow.sendDueCodes();
    const texts = bench.mails.filter(({ to }) => to === person.email).map(({ text }) => text);
    const codes = texts.flatMap((text) => /^\d{8}$/m.exec(text)?.[0] ?? []);
    expect(codes).toHaveLength(4);
    const newest = codes.pop() ?? '';
    for (const older of codes) expect(await answer(challenge, older)).toEqual(stillOpen);
    expect(await answer(challenge, newest)).toMatchObject({ verdict: 'yes' });
  });

  it('is to be had for half an hour from the password on', async () => {
    const { challenge, person } = await askedFor(await bench.customer(staff));
    for (const minutes of [9, 9, 9]) {
      bench.pass({ minutes });
      expect(await another(challenge)).toEqual({ verdict: 'yes' });
    }
    bench.pass({ minutes: 4 });
    expect(await another(challenge)).toEqual(over);
    const code = await bench.mailedCodeTo(person.email);
    expect(await answer(challenge, code)).toMatchObject({ verdict: 'yes' });
  });
});

describe('whoever knows a password', () => {
  it('has four codes mailed and then three an hour, however they ask; the owner at a known device is not concerned', async () => {
    const person = await bench.customer(staff);
    const known = bench.freshSource();
    const first = await bench.challenge(person, password, known);
    await answer(first, await bench.mailedCodeTo(person.email), known);
    const before = bench.mails.length;
    const { challenge } = await askedFor(person);
    for (let asked = 0; asked < 10; asked++) {
      await bench.signIn(person, password, bench.freshSource());
      expect((await another(challenge)).verdict).toMatch(/yes|no/);
      await bench.mailedCodeTo(person.email);
    }
    expect(bench.mails).toHaveLength(before + 3);
    expect(await bench.signIn(person, password, bench.freshSource())).toEqual(no);
    expect(await becauseOf(person)).toBe('mailed-code-throttled');
    expect(await another(challenge)).toEqual(stillOpen);
    expect((await bench.signIn(person, password, known)).verdict).toBe('yes');
    bench.pass({ hours: 1 });
    for (let asked = 0; asked < 10; asked++) {
      await bench.signIn(person, password, bench.freshSource());
      await bench.mailedCodeTo(person.email);
    }
    expect(bench.mails).toHaveLength(before + 3 + 3);
  });

  it('guesses a hundred codes in a row at most: then only the mailed link opens, and its owner is told', async () => {
    const person = await bench.customer(staff);
    const guess = async () => {
      const asked = await askedFor(person);
      for (let tries = 0; tries < 5; tries++) await answer(asked.challenge, wrongFor(asked.code));
      bench.pass({ minutes: 20 });
    };
    for (let round = 0; round < 19; round++) await guess();
    const last = await askedFor(person);
    bench.pass({ minutes: 1 });
    const spare = await askedFor(person);
    for (let tries = 0; tries < 5; tries++) await answer(last.challenge, wrongFor(last.code));
    expect(bench.alerts.join()).toContain('authenticator-disabled');
    expect(await answer(spare.challenge, spare.code)).toEqual(over);
    bench.pass({ hours: 1 });
    expect(await bench.signIn(person, password, bench.freshSource())).toMatchObject({
      verdict: 'reset-required',
      because: 'mailed-code-disabled',
    });
    const token = await bench.mailedToken(person.email);
    const set = { token, password: nextPassword, source: bench.freshSource() };
    expect(await bench.ask('complete-link', set)).toMatchObject({ verdict: 'yes' });
    const again = await askedFor(person, nextPassword);
    expect(await answer(again.challenge, again.code)).toMatchObject({ verdict: 'yes' });
  });
});

describe('the mail of a code', () => {
  it('that was not taken is tried again with a fresh code, and the alert names nobody', async () => {
    const person = await bench.customer(staff);
    const challenge = await bench.challenge(person, password, bench.freshSource());
    bench.mailer.failing = true;
    await bench.service.sendDueCodes();
    bench.mailer.failing = false;
    const alert = bench.alerts.find((line) => line.includes('code-mail-failed')) ?? '';
    expect(alert).not.toMatch(/@|\d{8}"/);
    expect(await bench.mailedCodeTo(person.email)).toBe('no mail');
    bench.pass({ seconds: 5 });
    const code = await bench.mailedCodeTo(person.email);
    expect(await answer(challenge, code)).toMatchObject({ verdict: 'yes' });
  });

  it('goes out once, of any number of services that look', async () => {
    const person = await bench.customer(staff);
    await bench.challenge(person, password, bench.freshSource());
    const before = bench.mails.length;
    const other = await bench.replica(bench.parts().mail);
    await Promise.all(
      [1, 2, 3, 4].flatMap(() => [bench.service, other].map((s) => s.sendDueCodes())),
    );
    expect(bench.mails).toHaveLength(before + 1);
  });

  it('is not sent for a sign-in that is over', async () => {
    const person = await bench.customer(staff);
    await bench.challenge(person, password, bench.freshSource());
    bench.pass({ minutes: 10 });
    const before = bench.mails.length;
    await bench.service.sendDueCodes();
    expect(bench.mails).toHaveLength(before);
  });
});
