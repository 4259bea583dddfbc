import type { RequestOf } from '../../contract.ts';
import { type Bench, expectField, home, type Person, password } from './bench.ts';
import { type SoftwarePasskey, softwarePasskey } from './software-passkey.ts';

const source = home;
type For = RequestOf<'begin-passkey-proof'>['for'];

/** What people of the bench do with passkeys. */
export function openPasskeys(bench: Bench) {
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

  return { begin, enrol, challenge, signIn, show, list };
}
