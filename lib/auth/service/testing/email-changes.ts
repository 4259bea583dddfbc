import { randomUUID } from 'node:crypto';
import { beforeEach, expect } from 'vitest';
import type { EmailSide } from '../../contract.ts';
import { expectField, home, type Person, password } from './bench.ts';
import { openStaffedBench } from './staffed-bench.ts';

/** The session that asks. */
export const askedIn = randomUUID();
export const newAddress = () => `new.${randomUUID()}@example.net`;

/** A bench whose customers change their addresses. */
export async function openEmailChanges() {
  const { bench, staff } = await openStaffedBench(4);
  beforeEach(() => bench.sql('DELETE FROM throttle'));

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

  return {
    bench,
    staff,
    request,
    confirm,
    inspect,
    refuse,
    cancel,
    describeChange,
    asked,
    changed,
  };
}
