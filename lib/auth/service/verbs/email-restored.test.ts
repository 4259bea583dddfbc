import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
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
const newAddress = () => `new.${randomUUID()}@example.net`;
const inspect = (token: string) =>
  bench.ask('inspect-disowning', { token, source: bench.freshSource() });
const disown = (token: string) =>
  bench.ask('disown-account', { token, source: bench.freshSource() });

async function offered({ id }: Person) {
  const offer = { subject: id, notice: randomUUID() };
  return expectField(await bench.ask('offer-disowning', offer, 'worker'), 'token');
}

/** Moves somebody to another address, as its owner or a thief with the password and a look into the mailbox. */
async function move(person: Person, email = newAddress(), typed = password): Promise<Person> {
  await bench.sql('DELETE FROM throttle');
  const asked = { subject: person.id, email, password: typed, askedIn: randomUUID() };
  const asking = await bench.ask('request-email-change', { ...asked, source: bench.freshSource() });
  expectField(asking, 'expiresAt');
  for (const [side, to] of [
    ['old', person.email],
    ['new', email],
  ] as const) {
    const token = await bench.mailedToken(to);
    await bench.ask('confirm-email-change', { token, side, source: bench.freshSource() });
  }
  return { ...person, email };
}

/** Asks for a link as anybody may, and whether one came. */
async function isMailedLink(email: string): Promise<boolean> {
  await bench.service.sendDueLinks();
  const before = bench.mails.length;
  await bench.ask('request-link', { email, source: bench.freshSource() });
  await bench.service.sendDueLinks();
  return bench.mails.slice(before).some(({ to }) => to === email);
}

describe('“this wasn’t me”, said from the mailbox that an account had before', () => {
  it('is offered there by the service itself, and says what it would do', async () => {
    const person = await bench.customer(staff);
    const moved = await move(person);
    const token = await bench.mailedToken(person.email);
    const mail = bench.mails.findLast(({ to }) => to === person.email);
    expect(mail?.text).toContain(moved.email);
    expect(mail?.text).toContain('/disown/link?token=');
    expect(await inspect(token)).toMatchObject({
      subject: person.id,
      restores: true,
      doneAt: null,
    });
    expect(await bench.signIn(moved)).toMatchObject({ verdict: 'yes' });
  });

  it('puts the address back, locks the account, and mails the way in there and nowhere else', async () => {
    const owner = await bench.customer(staff);
    const thief = await move(owner);
    const token = await bench.mailedToken(owner.email);
    // The thief has a link in hand that came to their own mailbox.
    await bench.ask('request-link', { email: thief.email, source: bench.freshSource() });
    const stolen = await bench.mailedToken(thief.email);
    const before = bench.mails.length;
    expect(await disown(token)).toMatchObject({ restores: true, email: owner.email });
    const link = await bench.mailedToken(owner.email);
    const mailed = bench.mails.slice(before);
    expect(mailed.filter(({ text }) => text.includes('token=')).map(({ to }) => to)).toEqual([
      owner.email,
    ]);
    const chosen = { password: nextPassword, source: home };
    expect(await bench.ask('complete-link', { token: stolen, ...chosen })).toEqual(no);
    expect(await isMailedLink(thief.email)).toBe(false);
    expect(await bench.signIn(thief)).toEqual(no);
    expect(await bench.signIn(owner)).toEqual(no);
    expect(await bench.ask('complete-link', { token: link, ...chosen })).toMatchObject({
      verdict: 'yes',
    });
    expect(await bench.signIn(owner, nextPassword)).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(thief, nextPassword)).toEqual(no);
  });

  it('tells the mailbox that is taken away, and gives it no word in return', async () => {
    const owner = await bench.customer(staff);
    const thief = await move(owner);
    const alert = await offered(thief);
    await disown(await bench.mailedToken(owner.email));
    await bench.service.sendDueLinks();
    const mail = bench.mails.findLast(({ to }) => to === thief.email);
    expect(mail?.text).toContain('locked');
    expect(mail?.text).not.toContain('token=');
    // Used up with all the others: it puts nothing back.
    expect(await inspect(alert)).toMatchObject({ restores: false, doneAt: expect.any(String) });
    expect(await disown(alert)).toMatchObject({ email: owner.email, restores: false });
    expect(await bench.signIn(thief)).toEqual(no);
  });

  it('is believed from any mail to it, however many addresses the account had since', async () => {
    const owner = await bench.customer(staff);
    const alert = await offered(owner);
    const second = await move(await move(owner));
    const between = await bench.sql(
      'SELECT FROM former_email WHERE subject_id = $1 AND restorable',
      [owner.id],
    );
    expect(between).toHaveLength(2);
    expect(await disown(alert)).toMatchObject({ restores: true, email: owner.email });
    expect(await bench.signIn(second)).toEqual(no);
    // Nothing that the account had in between can be put back.
    expect(
      await bench.sql('SELECT FROM former_email WHERE subject_id = $1 AND restorable', [owner.id]),
    ).toEqual([]);
  });

  it('is no way back in for who had the address in between and changed it back', async () => {
    const owner = await bench.customer(staff);
    const thief = await move(owner);
    const planted = await offered(thief);
    await move(thief, owner.email);
    await bench.service.sendDueLinks();
    // They are told, without a link.
    const mail = bench.mails.findLast(({ to }) => to === thief.email);
    expect(mail?.text).toContain(owner.email);
    expect(mail?.text).not.toContain('token=');
    expect(await disown(planted)).toEqual(no);
    expect(await bench.signIn(owner)).toMatchObject({ verdict: 'yes' });
  });

  it('ends a change that the thief has asked for since', async () => {
    const owner = await bench.customer(staff);
    const thief = await move(owner);
    const token = await bench.mailedToken(owner.email);
    const email = newAddress();
    const asked = { subject: owner.id, email, password, askedIn: randomUUID() };
    await bench.ask('request-email-change', { ...asked, source: bench.freshSource() });
    const links = [await bench.mailedToken(thief.email), await bench.mailedToken(email)];
    await disown(token);
    for (const [place, side] of (['old', 'new'] as const).entries()) {
      const link = { token: links[place] ?? '', side, source: bench.freshSource() };
      expect(await bench.ask('confirm-email-change', link)).toEqual(no);
    }
  });

  it('counts for a fortnight, and then says nothing: the mailbox may be anybody’s', async () => {
    const owner = await bench.customer(staff);
    const moved = await move(owner);
    const token = await bench.mailedToken(owner.email);
    const alert = await offered(moved);
    bench.pass({ hours: 14 * 24 });
    expect(await inspect(token)).toEqual(no);
    expect(await disown(token)).toEqual(no);
    expect(await bench.signIn(moved)).toMatchObject({ verdict: 'yes' });
    // From the mailbox that the account has it still locks, and puts nothing back.
    expect(await disown(alert)).toMatchObject({ restores: false, email: moved.email });
  });

  it('gets past no second factor', async () => {
    const owner = await bench.customer(staff, { secondFactor: true });
    const email = newAddress();
    const proof = { method: 'totp', code: bench.code(owner) } as const;
    const asked = { subject: owner.id, email, password, askedIn: randomUUID(), ...proof };
    await bench.ask('request-email-change', { ...asked, source: bench.freshSource() });
    for (const [side, to] of [
      ['old', owner.email],
      ['new', email],
    ] as const) {
      const token = await bench.mailedToken(to);
      await bench.ask('confirm-email-change', { token, side, source: bench.freshSource() });
    }
    await disown(await bench.mailedToken(owner.email));
    const token = await bench.mailedToken(owner.email);
    const chosen = { token, password: nextPassword, source: home };
    expect(await bench.ask('complete-link', chosen)).toEqual({ verdict: 'wrong-code' });
  });

  it('does not take the address from who was given it meanwhile, and mails the thief nothing', async () => {
    const owner = await bench.customer(staff);
    const thief = await move(owner);
    const token = await bench.mailedToken(owner.email);
    const passwordHash = `$2b$04$${'a'.repeat(53)}`;
    const row = {
      subject: randomUUID(),
      email: owner.email,
      language: 'en',
      passwordHash,
    } as const;
    const rows = [{ ...row, passwordSetAt: '2020-01-01T00:00:00Z' }];
    await bench.ask('import-credentials', { rows }, 'operator');
    const before = bench.mails.length;
    expect(await disown(token)).toMatchObject({ email: thief.email });
    await bench.service.sendDueLinks();
    expect(bench.mails.slice(before)).toEqual([]);
    expect(await bench.signIn(thief)).toEqual(no);
  });
});

describe('mails about a change of address that were given up', () => {
  it('are listed as whose they are and sent again, each to its own mailbox', async () => {
    const person = await bench.customer(staff);
    const email = newAddress();
    const asked = { subject: person.id, email, password, askedIn: randomUUID(), source: home };
    await bench.ask('request-email-change', asked);
    bench.mailer.failing = true;
    for (let attempt = 0; attempt < 8; attempt++) {
      await bench.service.sendDueLinks();
      bench.pass({ hours: 2 });
    }
    bench.mailer.failing = false;
    const listed = async () => {
      const said = await bench.ask('list-mails', {});
      return expectField(said, 'mails').filter(({ subject }) => subject === person.id);
    };
    const mails = await listed();
    expect(mails.map(({ kind }) => kind).sort()).toEqual(['email-new', 'email-old']);
    const again = async () => {
      for (const { id } of mails)
        await bench.ask('send-mail-again', { mail: id ?? '', staff: staff.id });
    };
    await again();
    expect(await bench.mailedToken(email)).not.toBe('no mail');
    const old = await bench.mailedToken(person.email);
    const link = { token: old, source: home };
    expect(await bench.ask('inspect-email-change', link)).toMatchObject({ side: 'old', email });
    expect(await listed()).toEqual([]);
  });
});
