import type { Known } from '../subjects/known-sources.ts';
import type { Subject } from '../subjects/load-subject.ts';
import type { Bucket } from './bucket.ts';
import { networkOf, wideNetworkOf } from './network.ts';

/**
 * Buckets of one password attempt. A known device has one of its own and no other, so that nothing anybody
 * else does, not even behind the same address, keeps its owner out.
 *
 * @param lookup keyed hash of the email, known or not: strangers' attempts count by it alike.
 */
export function passwordBuckets(
  lookup: Uint8Array,
  subject: Pick<Subject, 'id' | 'known'> | null,
  address: string,
): Bucket[] {
  const known: Known = subject?.known ?? null;
  if (subject && known?.by === 'device') {
    return [{ limit: 'password-known-device', of: [subject.id, known.device] }];
  }
  const network = networkOf(address);
  const customer = Buffer.from(lookup).toString('hex');
  const pair: Bucket = { limit: 'password-source-customer', of: [network, customer] };
  return [
    { limit: 'password-source', of: [network] },
    { limit: 'password-wide-network', of: [wideNetworkOf(address)] },
    pair,
    { limit: 'password-source-customers', of: [network], ifFirstIn: pair },
    subject && known
      ? { limit: 'password-known-source', of: [subject.id, network] }
      : { limit: 'password-strangers', of: [customer] },
  ];
}

/** Buckets of one attempt at a second factor. */
export function factorBuckets(
  { id, known }: Pick<Subject, 'id' | 'known'>,
  address: string,
): Bucket[] {
  if (known?.by === 'device') return [{ limit: 'factor-known-device', of: [id, known.device] }];
  if (known) return [{ limit: 'factor-known-source', of: [id, networkOf(address)] }];
  return [{ limit: 'factor-strangers', of: [id] }];
}
