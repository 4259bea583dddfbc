import { describe, expect, it } from 'vitest';
import { atOnce, expectField, home, type Person, password } from '../testing/bench.ts';
import { openPasskeys } from '../testing/passkeys.ts';
import { softwarePasskey } from '../testing/software-passkey.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
const { begin, enrol, challenge, signIn, show, list } = openPasskeys(bench);

const no = { verdict: 'no' };
const source = home;

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
