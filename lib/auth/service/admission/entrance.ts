import type { Verb } from '../../contract.ts';
import type { ParsedRequest } from '../service.ts';
import { networkOf } from '../throttle/network.ts';
import type { Entrance } from './admission.ts';

const hashing = {
  'verify-password': 'stranger',
  'complete-link': 'stranger',
  'complete-setup': 'stranger',
  // Asked only for somebody who has signed in.
  'change-password': 'known',
  'begin-totp': 'known',
  'disable-totp': 'known',
  'replace-recovery-codes': 'known',
} as const satisfies Partial<Record<Verb, Entrance['rank']>>;

type Hashing = keyof typeof hashing;

/** As whom a question waits for its turn; null for a verb that hashes nothing, which waits for nobody. */
export function findEntrance(verb: Verb, request: ParsedRequest<Verb>): Entrance | null {
  if (!isHashing(verb)) return null;
  const { source } = request as ParsedRequest<Hashing>;
  return { rank: hashing[verb], source: networkOf(source.address) };
}

function isHashing(verb: Verb): verb is Hashing {
  return Object.hasOwn(hashing, verb);
}
