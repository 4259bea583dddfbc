import type { Verb } from '../../contract.ts';
import type { ParsedRequest, Service } from '../service.ts';
import { emailLookup } from '../subjects/email-lookup.ts';
import { readDeviceToken } from '../throttle/device-token.ts';
import { networkOf } from '../throttle/network.ts';
import type { Entrance } from './admission.ts';

const hashing = {
  'verify-password': 'stranger',
  'complete-link': 'stranger',
  'complete-setup': 'stranger',
  // Asked only for somebody who has signed in.
  'change-password': 'known',
  'verify-step-up': 'known',
  'begin-totp': 'known',
  'disable-totp': 'known',
  'request-email-change': 'known',
  'begin-passkey': 'known',
  'rename-passkey': 'known',
  'remove-passkey': 'known',
  'replace-recovery-codes': 'known',
  'invite-member': 'known',
  'change-member': 'known',
  'remove-member': 'known',
  'require-second-factor': 'known',
} as const satisfies Partial<Record<Verb, Entrance['rank']>>;

type Hashing = keyof typeof hashing;

/** As whom a question waits for its turn; null for a verb that hashes nothing, which waits for nobody. */
export function findEntrance(
  { keys }: Pick<Service, 'keys'>,
  verb: Verb,
  request: ParsedRequest<Verb>,
): Entrance | null {
  if (!isHashing(verb)) return null;
  const asked = request as ParsedRequest<Hashing>;
  const lookup = 'email' in asked ? emailLookup(keys, asked.email) : null;
  const isKnown = lookup && readDeviceToken(keys.lookup, lookup, asked.source.device) !== null;
  return { rank: isKnown ? 'known' : hashing[verb], source: networkOf(asked.source.address) };
}

function isHashing(verb: Verb): verb is Hashing {
  return Object.hasOwn(hashing, verb);
}
