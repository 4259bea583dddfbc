import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AuthConnection } from '../auth/connect.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { inviteCustomer } from './invite-customer.ts';

const { db: database, customer } = await openManagerBench(5);
const staff = await customer();

/** As much of an auth service as inviting takes. `answer` overrides its own; `silent` loses it on the way. */
function authService() {
  const subjects = new Map<string, string>();
  const service = { silent: false, answer: '' };
  const decide = (verb: string, request: { subject: string; email: string }) => {
    if (service.answer) return service.answer;
    if (verb === 'describe-factors') {
      return [...subjects.values()].includes(request.subject) ? 'yes' : 'no';
    }
    if (subjects.has(request.email)) return 'exists';
    subjects.set(request.email, request.subject);
    return 'yes';
  };
  const ask = async (verb: string, request: never) => {
    const verdict = decide(verb, request);
    return { verdict: service.silent ? 'unavailable' : verdict };
  };
  return { subjects, service, ask };
}

let people = 0;
function newcomer() {
  people += 1;
  const email = `new${people}@example.com`;
  return { email, name: 'New', company: 'Acme', language: 'fr' as const, staff };
}

function invite(auth: ReturnType<typeof authService>, invitation: ReturnType<typeof newcomer>) {
  const parts = { database, auth: auth as unknown as AuthConnection, idKey: 'k'.repeat(43) };
  return inviteCustomer(parts, invitation);
}

async function known(email: string) {
  return database.customer.findUnique({ where: { email }, include: { activity: true } });
}

describe('inviting a customer', () => {
  test('makes one on both sides, as the same subject, and their history begins with it', async () => {
    const [auth, person] = [authService(), newcomer()];
    const invited = await invite(auth, person);
    const customer = await known(person.email);
    expect(invited).toEqual({ verdict: 'yes', customer: customer?.id });
    expect(auth.subjects.get(person.email)).toBe(customer?.id);
    expect(customer).toMatchObject({
      name: 'New',
      company: 'Acme',
      language: 'fr',
      staffRole: null,
    });
    // Where the staff member sat is nothing of the customer's.
    expect(customer?.activity).toMatchObject([{ kind: 'invited', outcome: 'yes', address: '' }]);
    const acts = await database.staffAct.findMany({ where: { customerId: customer?.id ?? '' } });
    expect(acts).toMatchObject([{ staffId: staff, act: 'customer-invited' }]);
  });

  test('an email that is known is said to be, and nothing of it changes', async () => {
    const [auth, person] = [authService(), newcomer()];
    await invite(auth, person);
    expect(await invite(auth, { ...person, name: 'Somebody else' })).toEqual({ verdict: 'exists' });
    expect(await known(person.email)).toMatchObject({ name: 'New', activity: [expect.anything()] });
  });

  test('ten invitations of one email at once make one customer', async () => {
    const [auth, person] = [authService(), newcomer()];
    const answers = await Promise.all(Array.from({ length: 10 }, () => invite(auth, person)));
    expect(answers.filter((answer) => answer.verdict === 'yes')).toHaveLength(1);
    expect((await known(person.email))?.activity).toHaveLength(1);
  });

  test.each(['no', 'unavailable'])('of “%s” comes no customer', async (answer) => {
    const [auth, person] = [authService(), newcomer()];
    auth.service.answer = answer;
    expect(await invite(auth, person)).toEqual({ verdict: answer });
    expect(await known(person.email)).toBeNull();
  });

  test('a yes that was lost on the way is found again by inviting again', async () => {
    const [auth, person] = [authService(), newcomer()];
    auth.service.silent = true;
    expect(await invite(auth, person)).toEqual({ verdict: 'unavailable' });
    expect(await known(person.email)).toBeNull();
    auth.service.silent = false;
    expect(await invite(auth, person)).toMatchObject({ verdict: 'yes' });
    expect((await known(person.email))?.id).toBe(auth.subjects.get(person.email));
  });

  test('that cannot be written down in the trail invites nobody', async () => {
    const [auth, person] = [authService(), newcomer()];
    const unknown = { ...person, staff: randomUUID() };
    expect(await invite(auth, unknown)).toEqual({ verdict: 'unavailable' });
    expect([...auth.subjects]).toEqual([]);
    expect(await known(person.email)).toBeNull();
  });

  test('somebody only the auth service knows is left alone', async () => {
    const [auth, person] = [authService(), newcomer()];
    auth.subjects.set(person.email, randomUUID());
    expect(await invite(auth, person)).toEqual({ verdict: 'exists' });
    expect(await known(person.email)).toBeNull();
  });
});
