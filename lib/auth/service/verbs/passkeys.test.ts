import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atOnce, elsewhere, expectField, home, type Person } from '../testing/bench.ts';
import { openPasskeys } from '../testing/passkeys.ts';
import { softwarePasskey } from '../testing/software-passkey.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
const { enrol, challenge, signIn, show, list } = openPasskeys(bench);

const no = { verdict: 'no' };
const source = home;

describe('a passkey', () => {
  it('opens alone, and its grant is redeemed once, as a passkey’s', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await signIn(await enrol(person)), 'grant');
    const redeem = () => bench.ask('redeem-grant', { grant, purpose: 'sign-in' });
    expect(await redeem()).toMatchObject({ subject: person.id, method: 'passkey' });
    expect(await redeem()).toEqual(no);
  });

  it('is told with when and where it was used last, and that it is synced', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person, 'Phone');
    const before = await list(person);
    expect(before).toMatchObject({ passkeys: [{ name: 'Phone', lastUsedAt: null, synced: true }] });
    const { flow, signed } = await challenge();
    const assertion = passkey.answer(signed);
    const surroundings = { browser: 'Firefox', system: 'Linux', place: 'CH' };
    await bench.ask('verify-passkey', { flow, assertion, source: { ...home, surroundings } });
    const used = { lastUsedAt: bench.now().toISOString(), browser: 'Firefox', place: 'CH' };
    expect(await list(person)).toMatchObject({ passkeys: [used] });
    expect(JSON.stringify(await list(person))).not.toContain(passkey.id);
  });

  it.each([
    ['from another origin', { origin: 'https://panel.example.com' }],
    ['for another party', { rpId: 'example.net' }],
    ['without its user verified', { userVerified: false }],
    ['in a frame of another page', { crossOrigin: true }],
    ['as a making', { type: 'webauthn.create' }],
    ['with another’s handle', { userHandle: randomBytes(32).toString('base64url') }],
    ['with nobody’s handle', { userHandle: null }],
  ])('that signs %s opens nothing', async (_, how) => {
    const passkey = await enrol(await bench.customer(staff));
    expect(await signIn(passkey, how)).toEqual(no);
    expect(await signIn(passkey)).toMatchObject({ verdict: 'yes' });
  });

  it('opens once a challenge: replayed, of another, expired and unknown ones are one no', async () => {
    const passkey = await enrol(await bench.customer(staff));
    const { flow, signed } = await challenge();
    const assertion = passkey.answer(signed);
    const ask = (with_: object = {}) =>
      bench.ask('verify-passkey', { flow, assertion, source, ...with_ });
    const other = await challenge();
    expect(await ask({ flow: other.flow })).toEqual(no);
    expect(await ask({ flow: randomBytes(32).toString('base64url') })).toEqual(no);
    expect(await ask({ assertion: softwarePasskey('').answer(signed) })).toEqual(no);
    expect(await ask({ assertion: softwarePasskey('', passkey.id).answer(signed) })).toEqual(no);
    expect(await ask()).toMatchObject({ verdict: 'yes' });
    expect(await ask()).toEqual(no);
    const late = await challenge();
    bench.pass({ minutes: 5 });
    const answered = { flow: late.flow, assertion: passkey.answer(late.signed) };
    expect(await ask(answered)).toEqual(no);
  });

  it('wins once of a hundred simultaneous submissions of one answer', async () => {
    const passkey = await enrol(await bench.customer(staff));
    const { flow, signed } = await challenge();
    const assertion = passkey.answer(signed);
    // From anywhere, so that no limit refuses what the claim must.
    const tally = await atOnce(100, () =>
      bench.ask('verify-passkey', { flow, assertion, source: bench.freshSource() }),
    );
    expect(tally).toEqual({ yes: 1, no: 99 });
  });

  it('that counts no further is a copy: it opens nothing, with an alert', async () => {
    const passkey = await enrol(await bench.customer(staff));
    expect(await signIn(passkey, { count: 9 })).toMatchObject({ verdict: 'yes' });
    bench.alerts.length = 0;
    expect(await signIn(passkey, { count: 9 })).toEqual(no);
    expect(await signIn(passkey, { count: 0 })).toEqual(no);
    expect(bench.alerts.join()).toContain('passkey-counter-fell');
    expect(await signIn(passkey, { count: 10 })).toMatchObject({ verdict: 'yes' });
  });

  it('whose row was moved to another customer, or whose key was planted, opens nothing', async () => {
    const [thief, victim] = [await bench.customer(staff), await bench.customer(staff)];
    const [own, theirs] = [await enrol(thief), await enrol(victim)];
    bench.alerts.length = 0;
    await bench.sql('UPDATE passkey SET subject_id = $1 WHERE credential_id = $2', [
      victim.id,
      Buffer.from(own.id, 'base64url'),
    ]);
    expect(await signIn(own, { userHandle: theirs.userHandle })).toEqual(no);
    await bench.sql(
      `UPDATE passkey SET public_key = (SELECT public_key FROM passkey WHERE credential_id = $1)
        WHERE credential_id = $2`,
      [Buffer.from(own.id, 'base64url'), Buffer.from(theirs.id, 'base64url')],
    );
    expect(await signIn({ ...own, ...{ answer: own.answer } })).toEqual(no);
    expect(bench.alerts.join()).toContain('passkey-altered');
  });

  it('is no way past a reset in force', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person);
    const grant = expectField(await signIn(passkey), 'grant');
    bench.pass({ seconds: 1 });
    const scope = { kind: 'subjects' as const, subjects: [person.id] };
    const reset = { reset: randomUUID(), scope, reason: 'Found outside.', staff: staff.id, source };
    expect(await bench.ask('start-reset', reset)).toMatchObject({ verdict: 'yes' });
    bench.pass({ seconds: 1 });
    const led = { verdict: 'reset-required', because: 'reset', reason: 'Found outside.' };
    expect(await signIn(passkey)).toEqual(led);
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);

    await bench.ask('request-link', { email: person.email, source });
    const token = await bench.mailedToken(person.email);
    const next = { token, password: 'saddle-garnet-jasper-anchor', source };
    expect(await bench.ask('complete-link', next)).toEqual({ verdict: 'wrong-code' });
    const shown = await show(passkey, { purpose: 'link', token });
    expect(await bench.ask('complete-link', { ...next, ...shown })).toMatchObject({
      verdict: 'yes',
    });
    expect(await signIn(passkey)).toMatchObject({ verdict: 'yes' });
  });

  it('that is malformed or huge is a wrong one', async () => {
    const passkey = await enrol(await bench.customer(staff));
    const { flow, signed } = await challenge();
    const right = passkey.answer(signed);
    const respond = (response: object) => ({
      ...right,
      response: { ...right.response, ...response },
    });
    const wrong = [
      respond({ clientDataJSON: 'x'.repeat(200_000) }),
      respond({ clientDataJSON: Buffer.from('null').toString('base64url') }),
      respond({ clientDataJSON: Buffer.from('{"challenge":{}}').toString('base64url') }),
      respond({ authenticatorData: 'AA' }),
      respond({ authenticatorData: 'x'.repeat(2_000) }),
      respond({ signature: 'AA' }),
      respond({ signature: '%' }),
      { ...right, id: 'x'.repeat(1_400) },
      { ...right, type: 'password' },
    ];
    for (const assertion of wrong) {
      const asked = { flow, assertion: assertion as typeof right, source };
      expect(await bench.ask('verify-passkey', asked)).toEqual(no);
    }
    const asked = { flow, assertion: right, source };
    expect(await bench.ask('verify-passkey', asked)).toMatchObject({ verdict: 'yes' });
  });
});

describe('a challenge', () => {
  it('names no credential to a stranger', async () => {
    await enrol(await bench.customer(staff));
    const begun = await bench.ask('begin-passkey-proof', {
      for: { purpose: 'sign-in' },
      source: elsewhere,
    });
    expect(begun).toMatchObject({
      options: { allowCredentials: [], userVerification: 'required' },
    });
  });

  it('is not given for somebody without a passkey, nor to a flood', async () => {
    const person = await bench.customer(staff);
    const change = { purpose: 'change', subject: person.id } as const;
    expect(await bench.ask('begin-passkey-proof', { for: change, source })).toEqual(no);
    const flood = bench.freshSource();
    const tally = await atOnce(310, () =>
      bench.ask('begin-passkey-proof', { for: { purpose: 'sign-in' }, source: flood }),
    );
    expect(tally).toEqual({ yes: 300, no: 10 });
  });

  it('is gone from the table an hour after it is over', async () => {
    await challenge();
    bench.pass({ hours: 2 });
    await bench.service.keepHouse();
    expect(await bench.sql('SELECT FROM passkey_challenge')).toEqual([]);
  });
});

describe('an account whose owner said that it was not them', () => {
  async function disown({ id }: Person) {
    const offer = await bench.ask(
      'offer-disowning',
      { subject: id, notice: randomUUID() },
      'worker',
    );
    const token = expectField(offer, 'token');
    const done = await bench.ask('disown-account', { token, source: bench.freshSource() });
    expect(done).toMatchObject({ verdict: 'yes' });
  }

  it('is opened by no passkey until a new password is chosen', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person);
    await disown(person);
    expect(await signIn(passkey)).toEqual(no);
    await bench.sql(`DELETE FROM failure WHERE subject_id = $1`, [person.id]);
    expect(await signIn(passkey)).toMatchObject({ verdict: 'yes' });
  });

  it('keeps the passkeys it had for long, and none that came of late', async () => {
    const person = await bench.customer(staff);
    await enrol(person, 'Old');
    await bench.sql(
      `UPDATE passkey SET created_at = created_at - interval '40 days' WHERE subject_id = $1`,
      [person.id],
    );
    await bench.sql(
      `INSERT INTO passkey SELECT gen_random_uuid(), subject_id, '\\x01', public_key, mac, sign_count, synced, transports, 'Late', $2
       FROM passkey WHERE subject_id = $1`,
      [person.id, bench.now()],
    );
    await disown(person);
    expect(await list(person)).toMatchObject({ passkeys: [{ name: 'Old' }] });
  });

  it('keeps its only second factor, however late it came: nobody gets past one by a mail', async () => {
    const person = await bench.customer(staff);
    await enrol(person, 'Late and alone');
    await disown(person);
    expect(await list(person)).toMatchObject({ passkeys: [{ name: 'Late and alone' }] });
  });
});
