import type { Subject } from '../subjects/load-subject.ts';
import type { Bucket } from './bucket.ts';
import { networkOf } from './network.ts';

/**
 * Buckets of one password attempt.
 *
 * @param lookup keyed hash of the email, known or not: strangers' attempts count by it alike.
 */
export function passwordBuckets(
  lookup: Uint8Array,
  known: Subject | null,
  address: string,
): Bucket[] {
  const network = networkOf(address);
  const source: Bucket = { limit: 'password-source', of: [network] };
  if (known?.isKnownSource) {
    return [source, { limit: 'password-known-source', of: [known.id, network] }];
  }
  return [source, { limit: 'password-strangers', of: [Buffer.from(lookup).toString('hex')] }];
}

/** Buckets of one attempt at a second factor. */
export function factorBuckets(subject: Subject, address: string): Bucket[] {
  return subject.isKnownSource
    ? [{ limit: 'factor-known-source', of: [subject.id, networkOf(address)] }]
    : [{ limit: 'factor-strangers', of: [subject.id] }];
}
