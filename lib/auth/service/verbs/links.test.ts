import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atOnce, home, nextPassword, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

const no = { verdict: 'no' };

function complete(token: string, options: { password?: string; code?: string } = {}) {
  const chosen = { password: nextPassword, ...options };
  const factor = options.code ? ({ method: 'totp', code: options.code } as const) : {};
  return bench.ask('complete-link', { token, ...chosen, ...factor, source: bench.freshSource() });
}

describe('asking for a link', () => {
  it('is answered alike for known and unknown addresses, and writes alike', async () => {
    const person = await bench.customer(staff);
    const asked = async (email: string) =>
      bench.ask('request-link', { email, source: bench.freshSource() });
    expect(await asked(person.email)).toEqual(await asked('nobody@example.com'));
    expect(await asked('no email at all')).toEqual({ verdict: 'yes' });
    const rows = await bench.sql('SELECT purpose, attempts FROM link_request');
    expect(rows).toEqual([
      { purpose: 'reset', attempts: 0 },
      { purpose: 'reset', attempts: 0 },
    ]);
    const before = bench.mails.length;
    await bench.service.sendDueLinks();
    expect(bench.mails.slice(before).map(({ to }) => to)).toEqual([person.email]);
    expect(await bench.sql('SELECT 1 FROM link_request')).toEqual([]);
  });

  it('is answered by a mail in the language the subject chose', async () => {
    const person = await bench.customer(staff);
    const nobody = { subject: randomUUID(), language: 'fr' } as const;
    expect(await bench.ask('set-language', nobody)).toEqual(no);
    const chosen = { subject: person.id, language: 'fr' } as const;
    expect(await bench.ask('set-language', chosen)).toEqual({ verdict: 'yes' });
    await bench.link(person);
    expect(bench.mails.at(-1)?.text).toContain('Bonjour');
  });

  it('too often is answered yes, mails nothing more, and holds nobody else’s mail up', async () => {
    const person = await bench.customer(staff);
    const before = bench.mails.length;
    for (let i = 0; i < 5; i++) {
      const asked = { email: person.email, source: bench.freshSource() };
      expect(await bench.ask('request-link', asked)).toEqual({ verdict: 'yes' });
    }
    await bench.service.sendDueLinks();
    expect(bench.mails.length - before).toBe(3);
    const due = await bench.sql('SELECT next_attempt_at AS at FROM link_request');
    expect(due).toEqual([{ at: null }, { at: null }]);
    await bench.service.keepHouse();
    expect(await bench.sql('SELECT 1 FROM link_request')).toEqual([]);
  });

  it('invites again whoever has no password yet', async () => {
    const email = `late.${randomUUID()}@example.com`;
    await bench.ask('invite', { subject: randomUUID(), email, language: 'fr', staff: staff.id });
    const first = await bench.mailedToken(email);
    await bench.ask('request-link', { email, source: home });
    const second = await bench.mailedToken(email);
    const inspect = (token: string) => bench.ask('inspect-link', { token, source: home });
    expect(await inspect(first)).toEqual(no);
    expect(await inspect(second)).toMatchObject({ verdict: 'yes', purpose: 'invitation' });
  });
});

describe('a mailed link', () => {
  it('is stored as a hash only, and tells its bearer what it is for', async () => {
    const person = await bench.customer(staff);
    const token = await bench.link(person);
    const stored = await bench.sql<{ hash: string }>(
      `SELECT encode(token_hash, 'hex') AS hash FROM link WHERE subject_id = $1 AND used_at IS NULL`,
      [person.id],
    );
    expect(stored).toEqual([{ hash: createHash('sha256').update(token).digest('hex') }]);
    expect(await bench.ask('inspect-link', { token, source: home })).toEqual({
      verdict: 'yes',
      methods: [],
      subject: person.id,
      purpose: 'reset',
      secondFactor: false,
    });
  });

  it('sets a password once: of a hundred simultaneous bearers one does', async () => {
    const person = await bench.customer(staff);
    const token = await bench.link(person);
    const tally = await atOnce(100, () => complete(token));
    expect(tally).toEqual({ yes: 1, no: 99 });
    expect(await bench.signIn(person)).toEqual(no);
    expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
    expect(await bench.ask('inspect-link', { token, source: bench.freshSource() })).toEqual(no);
  });

  it('dies after half an hour', async () => {
    const person = await bench.customer(staff);
    const token = await bench.link(person);
    bench.pass({ minutes: 30 });
    expect(await complete(token)).toEqual(no);
  });

  it('dies when a newer one is mailed, and when the password changes otherwise', async () => {
    const person = await bench.customer(staff);
    const older = await bench.link(person);
    const newer = await bench.link(person);
    expect(await complete(older)).toEqual(no);
    const change = { subject: person.id, current: password, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    expect(await complete(newer)).toEqual(no);
  });

  it('survives a password that is refused, and says why', async () => {
    const person = await bench.customer(staff);
    const token = await bench.link(person);
    const because = async (chosen: string) => complete(token, { password: chosen });
    expect(await because('short')).toEqual({ verdict: 'refused', because: 'too-short' });
    expect(await because('aaaaaaaaaaaaaaaa')).toEqual({ verdict: 'refused', because: 'common' });
    expect(await because(person.email)).toEqual({
      verdict: 'refused',
      because: 'context',
      word: 'email',
    });
    expect(await because(password)).toEqual({ verdict: 'refused', because: 'same' });
    expect(await because('\ud800'.repeat(20))).toEqual(no);
    expect(await complete(token)).toMatchObject({ verdict: 'yes', purpose: 'reset' });
  });

  it('needs the second factor where there is one, and survives a wrong code', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const token = await bench.link(person);
    expect(await complete(token)).toEqual({ verdict: 'wrong-code' });
    expect(await complete(token, { code: '000000' })).toEqual({ verdict: 'wrong-code' });
    const code = bench.code(person);
    // Whether it is the old password is told to nobody without the code.
    expect(await complete(token, { password, code: '000000' })).toEqual({ verdict: 'wrong-code' });
    expect(await complete(token, { password, code })).toEqual({
      verdict: 'refused',
      because: 'same',
    });
    expect(await complete(token, { code })).toMatchObject({ verdict: 'yes', method: 'totp' });
    const challenge = await bench.challenge(person, nextPassword);
    expect(
      await bench.ask('verify-second-factor', { challenge, method: 'totp', code, source: home }),
    ).toEqual({ verdict: 'no', challenge: 'open' });
  });

  it('ends the challenges that rest on the old password', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const challenge = await bench.challenge(person);
    const token = await bench.link(person);
    await complete(token, { code: bench.code(person) });
    bench.pass({ seconds: 30 });
    const answer = { challenge, method: 'totp', code: bench.code(person), source: home } as const;
    expect(await bench.ask('verify-second-factor', answer)).toEqual({
      verdict: 'no',
      challenge: 'over',
    });
  });

  it('that nobody was sent opens nothing', async () => {
    expect(await complete('x'.repeat(43))).toEqual(no);
    expect(await complete('short')).toEqual(no);
  });
});

describe('an invitation', () => {
  it('takes staff, and leaves a known address as it is', async () => {
    const person = await bench.customer(staff);
    const invitation = { subject: randomUUID(), email: 'new@example.com', language: 'en' } as const;
    expect(await bench.ask('invite', { ...invitation, staff: person.id })).toEqual(no);
    expect(await bench.ask('invite', { ...invitation, staff: randomUUID() })).toEqual(no);
    const again = { ...invitation, email: person.email.toUpperCase(), staff: staff.id };
    expect(await bench.ask('invite', again)).toEqual({ verdict: 'exists' });
    const taken = { ...invitation, subject: person.id, staff: staff.id };
    expect(await bench.ask('invite', taken)).toEqual(no);
    expect(await bench.ask('invite', { ...invitation, staff: staff.id })).toEqual({
      verdict: 'yes',
    });
  });

  it('opens for three days, once', async () => {
    const email = `slow.${randomUUID()}@example.com`;
    await bench.ask('invite', { subject: randomUUID(), email, language: 'en', staff: staff.id });
    const token = await bench.mailedToken(email);
    bench.pass({ hours: 71 });
    expect(await complete(token)).toMatchObject({ verdict: 'yes', purpose: 'invitation' });
    expect(await complete(token)).toEqual(no);
  });
});

describe('changing the password', () => {
  it('takes the current one, and refuses a poor or unchanged one', async () => {
    const person = await bench.customer(staff);
    const change = (current: string, next: string) =>
      bench.ask('change-password', { subject: person.id, current, next, source: home });
    expect(await change('not the password', nextPassword)).toEqual(no);
    expect(await change('not the password', 'short')).toEqual(no);
    expect(await change(password, 'short')).toEqual({ verdict: 'refused', because: 'too-short' });
    expect(await change(password, password)).toEqual({ verdict: 'refused', because: 'same' });
    expect(await change(password, 'x'.repeat(257))).toEqual({
      verdict: 'refused',
      because: 'too-long',
    });
    expect(await change(password, '\udc00'.repeat(16))).toEqual(no);
    expect(await change(password, nextPassword)).toEqual({ verdict: 'yes' });
    expect(await bench.signIn(person)).toEqual(no);
    expect(await bench.signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
  });
});

describe('setting up the first staff member', () => {
  it('is closed once there is one', async () => {
    const tokenHash = 'ab'.repeat(32);
    expect(await bench.ask('open-setup', { tokenHash }, 'operator')).toEqual({ verdict: 'closed' });
    const attempt = {
      token: 'x'.repeat(43),
      subject: randomUUID(),
      email: 'second@example.com',
      language: 'en',
      password: nextPassword,
      source: home,
    } as const;
    expect(await bench.ask('complete-setup', attempt)).toEqual(no);
  });
});

describe('a mail that cannot be sent', () => {
  it('is tried again, later each time, and dropped with an alert after eight attempts', async () => {
    const person = await bench.customer(staff);
    await bench.ask('request-link', { email: person.email, source: bench.freshSource() });
    bench.mailer.failing = true;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      await bench.service.sendDueLinks();
      const [request] = await bench.sql<{ due: Date }>(
        'SELECT next_attempt_at AS due FROM link_request',
      );
      if (!request) break;
      waits.push((request.due.getTime() - bench.now().getTime()) / 60_000);
      bench.pass({ minutes: waits.at(-1) ?? 0 });
    }
    bench.mailer.failing = false;
    expect(waits).toHaveLength(7);
    for (const [n, wait] of waits.entries()) {
      expect(wait / 2 ** n).toBeGreaterThanOrEqual(1);
      expect(wait / 2 ** n).toBeLessThanOrEqual(1.25);
    }
    expect(bench.alerts.join()).toContain('link-mail-dropped');
    expect(bench.alerts.join()).not.toContain(person.email);
    expect(await bench.sql('SELECT 1 FROM link_request')).toEqual([]);
  });

  it('is sent by one of several services, once', async () => {
    const person = await bench.customer(staff);
    await bench.ask('request-link', { email: person.email, source: bench.freshSource() });
    const before = bench.mails.length;
    await Promise.all(Array.from({ length: 8 }, () => bench.service.sendDueLinks()));
    expect(bench.mails.slice(before).map(({ to }) => to)).toEqual([person.email]);
  });
});
