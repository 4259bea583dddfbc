import { expect } from 'vitest';
import type { Bulkhead } from './bulkhead.ts';
import {
  challengeOf,
  codeOf,
  grantOf,
  linkOf,
  newPassword,
  oldPassword,
  opens,
  type Person,
  recoveryCodeOf,
  verify,
} from './person.ts';

/** Whether the change can have happened: the fault struck before its commit, or after. */
export type Struck = 'before-commit' | 'after-commit';

export interface Prepared {
  /** The question that is asked while it breaks. Asked again, it is a duplicate submission. */
  ask(): Promise<{ verdict: string }>;
  /** With everything mended: it happened once, or not at all. */
  check(struck: Struck): Promise<void>;
}

/** One thing a customer does. */
export interface Operation {
  verb: string;
  secondFactor?: boolean;
  hashes?: boolean;
  prepare(bulkhead: Bulkhead, person: Person): Promise<Prepared>;
}

export const operations: Record<string, Operation> = {
  'a sign-in': {
    verb: 'verify-password',
    hashes: true,
    prepare: async (bulkhead, person) => ({
      ask: () => verify(bulkhead, person, oldPassword),
      async check() {
        expect(await opens(bulkhead, person, oldPassword)).toBe(true);
      },
    }),
  },
  'a grant redeemed': {
    verb: 'redeem-grant',
    async prepare(bulkhead, person) {
      const grant = await grantOf(bulkhead, person);
      const ask = () => bulkhead.manager.ask('redeem-grant', { grant, purpose: 'sign-in' });
      return { ask, check: (struck) => expectOnce(ask, struck) };
    },
  },
  'a changed password': {
    verb: 'change-password',
    hashes: true,
    async prepare(bulkhead, person) {
      const { subject, source } = person;
      const request = { subject, current: oldPassword, next: newPassword, source };
      return {
        ask: () => bulkhead.manager.ask('change-password', request),
        check: (struck) => expectPassword(bulkhead, person, struck),
      };
    },
  },
  'a reset by link': {
    verb: 'complete-link',
    hashes: true,
    async prepare(bulkhead, person) {
      const token = await linkOf(bulkhead, person);
      const { source } = person;
      const request = { token, password: newPassword, source };
      const ask = () => bulkhead.manager.ask('complete-link', request);
      return {
        ask,
        async check(struck) {
          await expectPassword(bulkhead, person, struck);
          await expectOnce(ask, struck);
        },
      };
    },
  },
  'a code': factor('totp'),
  'a recovery code': factor('recovery-code'),
};

function factor(method: 'totp' | 'recovery-code'): Operation {
  return {
    verb: 'verify-second-factor',
    secondFactor: true,
    async prepare(bulkhead, person) {
      const { source } = person;
      const code = method === 'totp' ? codeOf(person) : await recoveryCodeOf(bulkhead, person);
      const answer = (challenge: string) =>
        bulkhead.manager.ask('verify-second-factor', { challenge, method, code, source });
      const challenge = await challengeOf(bulkhead, person);
      const ask = () => answer(challenge);
      return {
        ask,
        async check(struck) {
          if (struck === 'after-commit') expect(await ask()).toMatchObject({ verdict: 'no' });
          // A code of this very minute still opens where nothing was committed; an old one need not.
          else await ask();
          const another = await answer(await challengeOf(bulkhead, person));
          expect(another).toMatchObject({ verdict: 'no' });
        },
      };
    },
  };
}

async function expectOnce(ask: Prepared['ask'], struck: Struck) {
  expect((await ask()).verdict).toBe(struck === 'after-commit' ? 'no' : 'yes');
  expect((await ask()).verdict).toBe('no');
}

async function expectPassword(bulkhead: Bulkhead, person: Person, struck: Struck) {
  const changed = struck === 'after-commit';
  expect(await opens(bulkhead, person, newPassword)).toBe(changed);
  expect(await opens(bulkhead, person, oldPassword)).toBe(!changed);
}
