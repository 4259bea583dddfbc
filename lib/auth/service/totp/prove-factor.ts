import type { Source } from '../../contract.ts';
import type { Service } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { factorBuckets } from '../throttle/attempts.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { countFailure } from '../throttle/failures.ts';
import { type ClaimFactor, matchFactor } from './match-factor.ts';

/**
 * Judges a typed code: limit, match, and count it where it is wrong. Does not use it up.
 *
 * @param subject loaded with the asking source.
 * @param shown.code secret.
 * @returns how to claim it, or why not.
 */
export async function proveFactor(
  service: Service,
  subject: Subject,
  shown: { method: 'totp' | 'recovery-code'; code: string; source: Source },
): Promise<ClaimFactor | 'throttled' | 'wrong-code'> {
  const attempt = await takeAttempt(service, factorBuckets(subject, shown.source.address));
  if (!attempt) return 'throttled';
  const claim = await matchFactor(service, subject, shown.method, shown.code);
  if (!claim) {
    await countFailure(service, subject, 'second-factor');
    return 'wrong-code';
  }
  await attempt.giveBack();
  return claim;
}
