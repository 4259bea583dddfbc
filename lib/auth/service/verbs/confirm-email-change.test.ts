import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { home, nextPassword } from '../testing/bench.ts';
import { askedIn, newAddress, openEmailChanges } from '../testing/email-changes.ts';

const { bench, staff, confirm, inspect, refuse, cancel, describeChange, asked } =
  await openEmailChanges();
const no = { verdict: 'no' };

describe('a change that was asked for', () => {
  it('is kept sealed and as hashes: neither address nor token stands in the table or the journal', async () => {
    const person = await bench.customer(staff);
    const { email, ...tokens } = await asked(person);
    const tables = ['email_change', 'link_request', 'journal', 'former_email'];
    for (const table of tables) {
      const rows = await bench.sql(`SELECT row_to_json(t)::text AS row FROM ${table} t`);
      const bytes = (text: string) => Buffer.from(text).toString('hex');
      for (const secret of [email, tokens.old, tokens.new, bytes(email), bytes(tokens.old)]) {
        expect(JSON.stringify(rows)).not.toContain(secret);
      }
    }
  });

  it('changes nothing by being looked at, by a mail scanner or anybody', async () => {
    const person = await bench.customer(staff);
    const tokens = await asked(person);
    for (let times = 0; times < 3; times++) {
      expect(await inspect(tokens.old)).toEqual({
        verdict: 'yes',
        subject: person.id,
        side: 'old',
        email: tokens.email,
        confirmed: false,
        otherConfirmed: false,
        doneAt: null,
      });
      expect(await inspect(tokens.new)).toMatchObject({ side: 'new', confirmed: false });
    }
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });

  it.each(['old', 'new'] as const)(
    'is not made by the %s mailbox alone, as often as it confirms',
    async (side) => {
      const person = await bench.customer(staff);
      const tokens = await asked(person);
      for (let times = 0; times < 3; times++) {
        expect(await confirm(tokens[side], side)).toMatchObject({ verdict: 'yes', done: null });
      }
      expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
      expect(await bench.signIn({ email: tokens.email })).toEqual(no);
      const other = side === 'old' ? 'newConfirmedAt' : 'oldConfirmedAt';
      expect(await describeChange(person)).toMatchObject({ [other]: null });
    },
  );

  it.each([
    ['old', 'new'],
    ['new', 'old'],
  ] as const)('is made once the %s mailbox and then the %s have confirmed', async (first, then) => {
    const person = await bench.customer(staff);
    const tokens = await asked(person);
    await confirm(tokens[first], first);
    const made = await confirm(tokens[then], then);
    const done = { at: bench.now().toISOString(), email: tokens.email };
    expect(made).toEqual({ verdict: 'yes', subject: person.id, askedIn, done });
    // Whoever lost the answer is given it again, and nothing happens twice.
    bench.pass({ minutes: 1 });
    expect(await confirm(tokens[first], first)).toEqual(made);
    expect(await bench.signIn(person)).toEqual(no);
    expect(await bench.signIn({ email: tokens.email })).toMatchObject({ verdict: 'yes' });
    expect(await describeChange(person)).toBeNull();
  });

  it('is made once by two confirmations at the same moment, twenty times over', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => bench.customer(staff)));
    for (const person of people) {
      await bench.sql('DELETE FROM throttle');
      const tokens = await asked(person);
      const answers = await Promise.all(
        [1, 2, 3].flatMap(() => [confirm(tokens.old, 'old'), confirm(tokens.new, 'new')]),
      );
      expect(new Set(answers.map(({ verdict }) => verdict))).toEqual(new Set(['yes']));
      expect(answers.some((one) => 'done' in one && one.done?.email === tokens.email)).toBe(true);
      const [left] = await bench.sql(
        `SELECT count(*)::int AS former, (SELECT count(*)::int FROM link_request r
          WHERE r.subject_id = f.subject_id AND purpose = 'email-left') AS mails
         FROM former_email f WHERE subject_id = $1 GROUP BY subject_id`,
        [person.id],
      );
      expect(left).toEqual({ former: 1, mails: 1 });
      expect(await bench.signIn({ email: tokens.email })).toMatchObject({ verdict: 'yes' });
    }
  });

  it('of a confirming and a cancelling at once one holds', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => bench.customer(staff)));
    for (const person of people) {
      await bench.sql('DELETE FROM throttle');
      const tokens = await asked(person);
      await confirm(tokens.old, 'old');
      const [made, cancelled] = await Promise.all([confirm(tokens.new, 'new'), cancel(person)]);
      const holds = [made.verdict, cancelled.verdict].sort();
      expect(holds).toEqual(['no', 'yes']);
      const email = made.verdict === 'yes' ? tokens.email : person.email;
      expect(await bench.signIn({ email })).toMatchObject({ verdict: 'yes' });
    }
  });

  it('is ended by its owner, and by the mailbox of the account, and by no stranger’s', async () => {
    const person = await bench.customer(staff);
    const first = await asked(person);
    expect(await refuse(first.new)).toEqual(no);
    expect(await refuse(first.old)).toEqual({ verdict: 'yes', subject: person.id });
    expect(await refuse(first.old)).toEqual(no);
    expect(await confirm(first.new, 'new')).toEqual(no);
    const second = await asked(person);
    expect(await cancel(person)).toEqual({ verdict: 'yes' });
    expect(await cancel(person)).toEqual(no);
    expect(await confirm(second.old, 'old')).toEqual(no);
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });

  it('dies after a day, the half that was confirmed included', async () => {
    const person = await bench.customer(staff);
    const tokens = await asked(person);
    await confirm(tokens.old, 'old');
    bench.pass({ hours: 24 });
    expect(await describeChange(person)).toBeNull();
    expect(await confirm(tokens.new, 'new')).toEqual(no);
    bench.pass({ seconds: 1 });
    await bench.service.keepHouse();
    expect(await bench.sql('SELECT FROM email_change WHERE subject_id = $1', [person.id])).toEqual(
      [],
    );
  });

  it('is confirmed by its own links alone, each for its own mailbox, and its links open nothing else', async () => {
    const person = await bench.customer(staff);
    const tokens = await asked(person);
    expect(await confirm(tokens.old, 'new')).toEqual(no);
    expect(await confirm(tokens.new, 'old')).toEqual(no);
    expect(await confirm('x'.repeat(43), 'old')).toEqual(no);
    const source = bench.freshSource();
    for (const token of [tokens.old, tokens.new]) {
      expect(await bench.ask('inspect-link', { token, source })).toEqual(no);
      const chosen = { token, password: nextPassword, source };
      expect(await bench.ask('complete-link', chosen)).toEqual(no);
      expect(await bench.ask('disown-account', { token, source })).toEqual(no);
    }
    await bench.ask('request-link', { email: person.email, source });
    const reset = await bench.mailedToken(person.email);
    for (const side of ['old', 'new'] as const) expect(await confirm(reset, side)).toEqual(no);
  });

  it('falls with the password it was asked with', async () => {
    const person = await bench.customer(staff);
    const tokens = await asked(person);
    await bench.ask('request-link', { email: person.email, source: bench.freshSource() });
    const link = await bench.mailedToken(person.email);
    await bench.ask('complete-link', { token: link, password: nextPassword, source: home });
    expect(await confirm(tokens.old, 'old')).toEqual(no);
    expect(await describeChange(person)).toBeNull();
  });

  it('is not confirmed past a reset in force', async () => {
    const person = await bench.customer(staff);
    const tokens = await asked(person);
    await confirm(tokens.old, 'old');
    const scope = { kind: 'subjects' as const, subjects: [person.id] };
    const start = { reset: randomUUID(), scope, reason: 'because', staff: staff.id, source: home };
    await bench.ask('start-reset', start);
    expect(await confirm(tokens.new, 'new')).toEqual(no);
  });

  it('to an address taken meanwhile tells its own mailbox so, and the other no more than that it failed', async () => {
    const [person, other] = [await bench.customer(staff), await bench.customer(staff)];
    const email = newAddress();
    const [first, second] = [await asked(person, email), await asked(other, email)];
    await confirm(first.new, 'new');
    await confirm(second.new, 'new');
    await confirm(second.old, 'old');
    expect(await confirm(first.old, 'old')).toEqual({ verdict: 'impossible' });
    const third = await bench.customer(staff);
    const tokens = await asked(third);
    await bench.ask('invite', {
      subject: randomUUID(),
      email: tokens.email,
      language: 'en',
      staff: staff.id,
    });
    expect(await confirm(tokens.new, 'new')).toEqual({ verdict: 'taken' });
    expect(await describeChange(third)).toBeNull();
  });

  it('of two to one address at once one is made', async () => {
    for (let round = 0; round < 5; round++) {
      await bench.sql('DELETE FROM throttle');
      const email = newAddress();
      const people = [await bench.customer(staff), await bench.customer(staff)];
      const tokens = [];
      for (const person of people) {
        const mine = await asked(person, email);
        await confirm(mine.old, 'old');
        tokens.push(mine);
      }
      const tally = await Promise.all(tokens.map((mine) => confirm(mine.new, 'new')));
      expect(tally.map(({ verdict }) => verdict).sort()).toEqual(['taken', 'yes']);
    }
  });
});
