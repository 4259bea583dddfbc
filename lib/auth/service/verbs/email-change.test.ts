import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmailSide } from '../../contract.ts';
import {
  atOnce,
  type Bench,
  expectField,
  home,
  nextPassword,
  openBench,
  type Person,
  password,
} from '../testing/bench.ts';

let bench: Bench;
let staff: Person;
beforeAll(async () => {
  bench = await openBench(4);
  staff = await bench.staff();
});
beforeEach(() => bench.sql('DELETE FROM throttle'));
afterAll(() => bench.close());

const no = { verdict: 'no' };
const askedIn = randomUUID();
const newAddress = () => `new.${randomUUID()}@example.net`;

function request(person: Person, email: string, more: object = {}) {
  const source = bench.freshSource();
  return bench.ask('request-email-change', {
    subject: person.id,
    email,
    password,
    askedIn,
    source,
    ...more,
  });
}
const confirm = (token: string, side: EmailSide) =>
  bench.ask('confirm-email-change', { token, side, source: bench.freshSource() });
const inspect = (token: string) =>
  bench.ask('inspect-email-change', { token, source: bench.freshSource() });
const refuse = (token: string) =>
  bench.ask('refuse-email-change', { token, source: bench.freshSource() });
const cancel = (person: Person) =>
  bench.ask('cancel-email-change', { subject: person.id, source: home });
const describeChange = async (person: Person) => {
  const said = await bench.ask('describe-email-change', { subject: person.id });
  return expectField(said, 'pending');
};

/** Asks for a change, and brings the tokens of both mails. */
async function asked(person: Person, email = newAddress()) {
  expect(await request(person, email)).toMatchObject({ verdict: 'yes' });
  const old = await bench.mailedToken(person.email);
  return { email, old, new: await bench.mailedToken(email) };
}

async function changed(person: Person, email = newAddress()) {
  const tokens = await asked(person, email);
  await confirm(tokens.old, 'old');
  expect(await confirm(tokens.new, 'new')).toMatchObject({ done: { email } });
  return { before: person.email, after: { ...person, email }, tokens };
}

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

describe('an address that was changed', () => {
  it('ends links, challenges and grants, and has the devices forgotten', async () => {
    const person = await bench.customer(staff);
    const signedIn = await bench.signIn(person);
    const [grant, device] = [expectField(signedIn, 'grant'), expectField(signedIn, 'device')];
    await bench.ask('request-link', { email: person.email, source: bench.freshSource() });
    const reset = await bench.mailedToken(person.email);
    const { after } = await changed(person);
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
    const chosen = { token: reset, password: nextPassword, source: home };
    expect(await bench.ask('complete-link', chosen)).toEqual(no);
    const source = { ...home, device };
    expect(await bench.ask('list-devices', { subject: person.id, source })).toMatchObject({
      devices: [],
    });
    const guarded = await bench.customer(staff, { secondFactor: true });
    const challenge = await bench.challenge(guarded);
    bench.pass({ seconds: 60 });
    const email = newAddress();
    const proof = { method: 'totp', code: bench.code(guarded) };
    expect(await request(guarded, email, proof)).toMatchObject({ verdict: 'yes' });
    const old = await bench.mailedToken(guarded.email);
    await confirm(old, 'old');
    await confirm(await bench.mailedToken(email), 'new');
    bench.pass({ seconds: 60 });
    const code = bench.code(guarded);
    const typed = { challenge, method: 'totp', code, source: home } as const;
    expect(await bench.ask('verify-second-factor', typed)).toMatchObject({ verdict: 'no' });
    const again = expectField(await bench.signIn(after), 'grant');
    const redeemed = await bench.ask('redeem-grant', { grant: again, purpose: 'sign-in' });
    expect(redeemed).toMatchObject({ email: after.email });
  });

  it('has links mailed to the new one, and none to the one before', async () => {
    const person = await bench.customer(staff);
    const { before, after } = await changed(person);
    await bench.service.sendDueLinks();
    const mails = bench.mails.length;
    await bench.ask('request-link', { email: before, source: bench.freshSource() });
    await bench.service.sendDueLinks();
    expect(bench.mails).toHaveLength(mails);
    await bench.ask('request-link', { email: after.email, source: bench.freshSource() });
    const token = await bench.mailedToken(after.email);
    const chosen = { token, password: nextPassword, source: home };
    expect(await bench.ask('complete-link', chosen)).toMatchObject({ verdict: 'yes' });
  });

  it('is nobody else’s for a fortnight: not by invitation, and not by another’s change', async () => {
    const person = await bench.customer(staff);
    const { before } = await changed(person);
    const invitation = { subject: randomUUID(), email: before, language: 'en' } as const;
    const invited = () => bench.ask('invite', { ...invitation, staff: staff.id });
    expect(await invited()).toEqual({ verdict: 'exists' });
    const thief = await bench.customer(staff);
    expect(await request(thief, before)).toMatchObject({ verdict: 'yes' });
    await bench.service.sendDueLinks();
    expect(bench.mails.findLast(({ to }) => to === before)?.text).toContain('nothing has changed');
    const taken = await bench.ask('invite-member', {
      subject: randomUUID(),
      email: before,
      language: 'en',
      role: 'restricted',
      owner: thief.id,
      password,
      source: bench.freshSource(),
    });
    expect(taken).toEqual({ verdict: 'yes', subject: null });
    bench.pass({ hours: 14 * 24 });
    expect(await invited()).toEqual({ verdict: 'yes' });
  });

  it('may be changed back at once', async () => {
    const person = await bench.customer(staff);
    const { before, after } = await changed(person);
    await changed(after, before);
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });
});
