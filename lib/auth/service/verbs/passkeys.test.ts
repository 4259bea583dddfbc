import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atOnce, elsewhere, expectField, home, type Person, password } from '../testing/bench.ts';
import { type SoftwarePasskey, softwarePasskey } from '../testing/software-passkey.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

const no = { verdict: 'no' };
const source = home;

/** Begins with the password, and with a code of the authenticator where there is one. */
async function begin(person: Person) {
  const factor = person.key ? ({ method: 'totp', code: bench.code(person) } as const) : {};
  const begun = await bench.ask('begin-passkey', {
    subject: person.id,
    password,
    ...factor,
    source,
  });
  // A code works once.
  if (person.key) bench.pass({ seconds: 60 });
  return { flow: expectField(begun, 'flow'), options: expectField(begun, 'options') };
}

async function enrol(person: Person, name = 'Laptop') {
  const { flow, options } = await begin(person);
  if (!('user' in options)) throw new Error('no options');
  const passkey = softwarePasskey(options.user.id);
  const attestation = passkey.make(options.challenge);
  const request = { subject: person.id, flow, attestation, name, source };
  const confirmed = await bench.ask('confirm-passkey', request);
  if (confirmed.verdict !== 'yes') throw new Error(JSON.stringify(confirmed));
  person.recoveryCodes = confirmed.recoveryCodes ?? person.recoveryCodes;
  return passkey;
}

type For = Parameters<typeof bench.ask<'begin-passkey-proof'>>[1]['for'];

async function challenge(asked: For = { purpose: 'sign-in' }) {
  const begun = await bench.ask('begin-passkey-proof', { for: asked, source });
  return { flow: expectField(begun, 'flow'), signed: expectField(begun, 'options').challenge };
}

async function signIn(
  passkey: SoftwarePasskey,
  how: Parameters<SoftwarePasskey['answer']>[1] = {},
) {
  const { flow, signed } = await challenge();
  return bench.ask('verify-passkey', { flow, assertion: passkey.answer(signed, how), source });
}

async function show(passkey: SoftwarePasskey, asked: For) {
  const { flow, signed } = await challenge(asked);
  return { method: 'passkey', code: { flow, assertion: passkey.answer(signed) } } as const;
}

function list({ id }: Person) {
  return bench.ask('list-passkeys', { subject: id });
}

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

describe('as a second factor, a passkey', () => {
  it('is asked for after the password, and opens its own customer’s account only', async () => {
    const [person, other] = [await bench.customer(staff), await bench.customer(staff)];
    const [passkey, others] = [await enrol(person), await enrol(other)];
    const asked = await bench.signIn(person);
    expect(asked).toMatchObject({ methods: ['passkey', 'recovery-code'] });
    const token = expectField(asked, 'challenge');
    const verify = async (shown: Awaited<ReturnType<typeof show>>) =>
      bench.ask('verify-second-factor', { challenge: token, ...shown, source });
    const stillOpen = { verdict: 'no', challenge: 'open' };
    const asking = { purpose: 'second-factor', challenge: token } as const;
    expect(await verify(await show(others, asking))).toEqual(stillOpen);
    // Signed to sign in alone, or to change factors: neither is this.
    const alone = await challenge();
    const assertion = passkey.answer(alone.signed);
    const shown = { method: 'passkey', code: { flow: alone.flow, assertion } } as const;
    expect(await verify(shown)).toEqual(stillOpen);
    expect(await verify(await show(passkey, { purpose: 'change', subject: person.id }))).toEqual(
      stillOpen,
    );
    const grant = expectField(await verify(await show(passkey, asking)), 'grant');
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({
      method: 'passkey',
    });
  });

  it('stands beside an authenticator, and recovery codes stand in for both', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const codes = person.recoveryCodes;
    await enrol(person);
    expect(person.recoveryCodes).toBe(codes);
    expect(await bench.signIn(person)).toMatchObject({
      methods: ['totp', 'passkey', 'recovery-code'],
    });
    const token = await bench.challenge(person);
    const totp = { challenge: token, method: 'totp', code: bench.code(person), source } as const;
    expect(await bench.ask('verify-second-factor', totp)).toMatchObject({ verdict: 'yes' });
  });

  it('still counts where every authenticator was declared void', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const passkey = await enrol(person);
    bench.pass({ seconds: 1 });
    await bench.sql('INSERT INTO totp_cutoff (id, cutoff, reason) VALUES ($1, $2, $3)', [
      randomUUID(),
      bench.now(),
      'The keys leaked.',
    ]);
    expect(await bench.signIn(person)).toMatchObject({ methods: ['passkey'] });
    expect(await signIn(passkey)).toMatchObject({ verdict: 'yes' });
    // A new authenticator takes the void one's place, by the passkey's word.
    const asked = { subject: person.id, password, source };
    expect(await bench.ask('begin-totp', asked)).toEqual(no);
    const shown = await show(passkey, { purpose: 'change', subject: person.id });
    person.key = expectField(await bench.ask('begin-totp', { ...asked, ...shown }), 'key');
    const confirm = { subject: person.id, code: bench.code(person), source };
    expect(await bench.ask('confirm-totp', confirm)).toMatchObject({
      recoveryCodes: expect.any(Array),
    });
    await bench.sql('DELETE FROM totp_cutoff');
  });

  it('is counted as one, wherever second factors are', async () => {
    const person = await bench.customer(staff);
    const scope = { kind: 'rule' as const, rule: { noSecondFactor: true } };
    const matching = async () =>
      expectField(await bench.ask('preview-reset', { scope, staff: staff.id }), 'concerned');
    const before = await matching();
    await enrol(person);
    expect(await matching()).toBe(before - 1);
    const described = { subjects: [person.id], staff: staff.id };
    expect(await bench.ask('describe-subjects', described)).toMatchObject({
      subjects: [{ secondFactorSince: bench.now().toISOString() }],
    });
    expect(await bench.ask('describe-factors', { subject: person.id })).toMatchObject({
      totpSince: null,
      passkeys: 1,
      recoveryCodesLeft: 10,
    });
    // Eight characters are enough beside a second factor.
    const next = 'vQ7#kz9p';
    const change = { subject: person.id, current: password, next, source };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
  });

  it('cancels grants that were given on the password alone', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    await enrol(person);
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
  });
});

describe('enrolling one', () => {
  it('takes the password, and the second factor where there is one', async () => {
    const person = await bench.customer(staff);
    const asked = { subject: person.id, password, source };
    expect(await bench.ask('begin-passkey', { ...asked, password: 'wrong' })).toEqual(no);
    const passkey = await enrol(person);
    expect(await bench.ask('begin-passkey', asked)).toEqual(no);
    const shown = await show(passkey, { purpose: 'change', subject: person.id });
    expect(await bench.ask('begin-passkey', { ...asked, ...shown })).toMatchObject({
      options: { excludeCredentials: [{ id: passkey.id, transports: ['internal'] }] },
    });
    expect(await bench.ask('begin-passkey', { ...asked, ...shown })).toEqual(no);
  });

  it('asks for a resident key, its user verified, no attestation, and a handle that is no id', async () => {
    const person = await bench.customer(staff);
    const { options } = await begin(person);
    expect(options).toMatchObject({
      rp: { id: 'panel.example.net' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      pubKeyCredParams: [{ alg: -7 }, { alg: -8 }, { alg: -257 }],
    });
    const { user } = options as { user: { id: string } };
    expect(Buffer.from(user.id, 'base64url')).toHaveLength(32);
    expect((await begin(person)).options).toMatchObject({ user: { id: user.id } });
  });

  it('is refused with another’s challenge, a used one, one not meant for it, and an unverified user', async () => {
    const [person, other] = [await bench.customer(staff), await bench.customer(staff)];
    const [own, others] = [await begin(person), await begin(other)];
    const passkey = softwarePasskey('');
    const confirm = (flow: string, signed: string, how = {}) => {
      const attestation = passkey.make(signed, how);
      const request = { subject: person.id, flow, attestation, name: 'Laptop', source };
      return bench.ask('confirm-passkey', request);
    };
    const { challenge: signed } = own.options;
    expect(await confirm(others.flow, others.options.challenge)).toEqual(no);
    expect(await confirm(own.flow, others.options.challenge)).toEqual(no);
    const signingIn = await challenge();
    expect(await confirm(signingIn.flow, signingIn.signed)).toEqual(no);
    expect(await confirm(own.flow, signed, { userVerified: false })).toEqual(no);
    expect(await confirm(own.flow, signed, { origin: 'https://example.com' })).toEqual(no);
    expect(await confirm(own.flow, signed, { rpId: 'example.com' })).toEqual(no);
    // Its certificates would name a place to fetch from.
    expect(await confirm(own.flow, signed, { fmt: 'tpm' })).toEqual(no);
    expect(await confirm(own.flow, signed)).toMatchObject({ verdict: 'yes' });
    expect(await confirm(own.flow, signed)).toEqual(no);
  });

  it('is refused an id that another customer has, and theirs still opens', async () => {
    const [person, other] = [await bench.customer(staff), await bench.customer(staff)];
    const theirs = await enrol(other);
    const { flow, options } = await begin(person);
    const attestation = softwarePasskey('', theirs.id).make(options.challenge);
    const request = { subject: person.id, flow, attestation, name: 'Laptop', source };
    expect(await bench.ask('confirm-passkey', request)).toEqual(no);
    expect(await signIn(theirs)).toMatchObject({ verdict: 'yes' });
  });

  it('ends at ten, by as many simultaneous ones as there may be', async () => {
    const person = await bench.customer(staff);
    const first = await enrol(person);
    const begun: { flow: string; signed: string }[] = [];
    for (let i = 0; i < 10; i++) {
      const shown = await show(first, { purpose: 'change', subject: person.id });
      const asked = { subject: person.id, password, ...shown, source };
      const answered = await bench.ask('begin-passkey', asked);
      begun.push({
        flow: expectField(answered, 'flow'),
        signed: expectField(answered, 'options').challenge,
      });
    }
    const tally = await atOnce(10, () => {
      const { flow, signed } = begun.pop() as { flow: string; signed: string };
      const attestation = softwarePasskey('').make(signed);
      return bench.ask('confirm-passkey', {
        subject: person.id,
        flow,
        attestation,
        name: 'One of many',
        source,
      });
    });
    expect(tally).toEqual({ yes: 9, no: 1 });
    const shown = await show(first, { purpose: 'change', subject: person.id });
    const asked = { subject: person.id, password, ...shown, source };
    expect(await bench.ask('begin-passkey', asked)).toEqual({ verdict: 'enough' });
  });

  it.each(['', ' ', 'x'.repeat(41), 'two\nlines', 'turned \u202e around', '\ud800'])(
    'is refused the name %j',
    async (name) => {
      const person = await bench.customer(staff);
      const { flow, options } = await begin(person);
      const attestation = softwarePasskey('').make(options.challenge);
      const request = { subject: person.id, flow, attestation, name, source };
      expect(await bench.ask('confirm-passkey', request)).toEqual(no);
    },
  );
});

describe('renaming and removing one', () => {
  it('takes password and second factor, and is for one’s own only', async () => {
    const [person, other] = [await bench.customer(staff), await bench.customer(staff)];
    const [passkey] = [await enrol(person), await enrol(other)];
    const idOf = async (whose: Person) => {
      const [first] = expectField(await list(whose), 'passkeys');
      return first?.passkey ?? '';
    };
    const [code, second, third] = person.recoveryCodes as [string, string, string];
    const asked = { subject: person.id, password, method: 'recovery-code', code, source } as const;
    const own = { ...asked, passkey: await idOf(person), name: 'Work phone' };
    expect(await bench.ask('rename-passkey', { ...own, password: 'wrong' })).toEqual(no);
    expect(await bench.ask('rename-passkey', { ...own, code: 'wrong' })).toEqual(no);
    expect(await bench.ask('rename-passkey', own)).toEqual({ verdict: 'yes' });
    expect(await bench.ask('remove-passkey', own)).toEqual(no);
    const theirs = { ...own, code: second, passkey: await idOf(other) };
    expect(await bench.ask('remove-passkey', theirs)).toEqual(no);
    expect(await bench.ask('rename-passkey', { ...theirs, code: third })).toEqual(no);
    expect(await list(person)).toMatchObject({ passkeys: [{ name: 'Work phone' }] });
    expect(await list(other)).toMatchObject({ passkeys: [{ name: 'Laptop' }] });
    expect(await signIn(passkey)).toMatchObject({ verdict: 'yes' });
  });

  it('leaves the other factor and the recovery codes; the last takes them along', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const passkey = await enrol(person);
    const grant = expectField(await signIn(passkey), 'grant');
    const [first] = expectField(await list(person), 'passkeys');
    const shown = await show(passkey, { purpose: 'change', subject: person.id });
    const asked = { subject: person.id, password, ...shown, source };
    const removed = await bench.ask('remove-passkey', { ...asked, passkey: first?.passkey ?? '' });
    expect(removed).toEqual({ verdict: 'yes', left: true });
    expect(await signIn(passkey)).toEqual(no);
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual(no);
    const totp = { method: 'totp', code: bench.code(person) } as const;
    const disabled = await bench.ask('disable-totp', { ...asked, ...totp });
    expect(disabled).toEqual({ verdict: 'yes', left: false });
    expect(await bench.signIn(person)).toMatchObject({ verdict: 'yes' });
  });

  it('is forgotten with its challenges: what was signed before it was removed opens nothing', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person);
    const [one] = expectField(await list(person), 'passkeys');
    const { flow, signed } = await challenge();
    const assertion = passkey.answer(signed, { count: 50 });
    const [code = ''] = person.recoveryCodes;
    const asked = { subject: person.id, password, method: 'recovery-code', code, source } as const;
    const remove = { ...asked, passkey: one?.passkey ?? '' };
    expect(await bench.ask('remove-passkey', remove)).toEqual({ verdict: 'yes', left: false });
    expect(await bench.ask('verify-passkey', { flow, assertion, source })).toEqual(no);
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

describe('whoever has a passkey and no authenticator', () => {
  const change = (person: Person) => ({ purpose: 'change', subject: person.id }) as const;

  it('proves again who they are by it, and not by the password', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person);
    const stepUp = (proof: Parameters<typeof bench.ask<'verify-step-up'>>[1]['proof']) =>
      bench.ask('verify-step-up', { subject: person.id, proof, source });
    expect(await stepUp({ method: 'password', password })).toEqual(no);
    const shown = await show(passkey, change(person));
    expect(await stepUp(shown)).toMatchObject({ verdict: 'yes' });
    expect(await stepUp(shown)).toEqual(no);
  });

  it('changes their account by both, and not by the password alone', async () => {
    const person = await bench.customer(staff);
    const passkey = await enrol(person);
    const demand = (factor: object) =>
      bench.ask('require-second-factor', {
        owner: person.id,
        required: true,
        password,
        ...factor,
        source,
      });
    expect(await demand({})).toEqual(no);
    expect(await demand(await show(passkey, change(person)))).toEqual({ verdict: 'yes' });
  });
});
