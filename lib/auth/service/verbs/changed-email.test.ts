import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectField, home, nextPassword, password } from '../testing/bench.ts';
import { newAddress, openEmailChanges } from '../testing/email-changes.ts';

const { bench, staff, request, confirm, changed } = await openEmailChanges();
const no = { verdict: 'no' };

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
