import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Verb, verbs } from '../../contract.ts';
import type { ParsedRequest } from '../service.ts';
import { findEntrance } from './entrance.ts';

// It is asked while somebody types, and holds no password against a hash.
const hashesNothing = ['rate-password'];
const taking = (Object.keys(verbs) as Verb[]).filter((verb) => {
  const fields = Object.keys(verbs[verb].request.shape);
  return ['password', 'current', 'proof'].some((field) => fields.includes(field));
});

it.each(taking.filter((verb) => !hashesNothing.includes(verb)))(
  '%s takes a password, and waits for its turn to hash it',
  (verb) => {
    const keys = { lookup: Buffer.alloc(32) } as never;
    const asked = { email: `${randomUUID()}@example.com`, source: { address: '192.0.2.1' } };
    expect(findEntrance({ keys }, verb, asked as ParsedRequest<Verb>)).not.toBeNull();
  },
);

it('the verbs that take one have been found', () => {
  expect(taking.length).toBeGreaterThan(12);
});
