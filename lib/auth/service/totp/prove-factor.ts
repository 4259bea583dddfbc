import type { SecondFactorMethod, Source } from '../../contract.ts';
import type { PasskeyPurpose } from '../passkeys/challenge.ts';
import type { Assertion } from '../passkeys/verify-assertion.ts';
import type { Service } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { factorBuckets } from '../throttle/attempts.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { countFailure } from '../throttle/failures.ts';
import { type ClaimFactor, matchFactor } from './match-factor.ts';

/** A second factor as it was shown. */
export interface ShownFactor {
  method: SecondFactorMethod;
  /** Secret; of a passkey, what it signed. */
  code: string | { flow: string; assertion: Assertion };
  source: Source;
  /** What a passkey was asked to sign for. */
  purpose?: PasskeyPurpose;
}

/**
 * Judges a typed code, or what a passkey signed: limit, match, and count it where it is wrong. Does not use it up.
 *
 * @param subject loaded with the asking source.
 * @returns how to claim it, or why not.
 */
export async function proveFactor(
  service: Service,
  subject: Subject,
  shown: ShownFactor,
): Promise<ClaimFactor | 'throttled' | 'wrong-code'> {
  const attempt = await takeAttempt(service, factorBuckets(subject, shown.source.address));
  if (!attempt) return 'throttled';
  const claim = await matchFactor(service, subject, shown);
  if (!claim) {
    // Nobody guesses a signature: a hundred cancelled ones must not disable the codes.
    if (shown.method !== 'passkey') await countFailure(service, subject, 'second-factor');
    return 'wrong-code';
  }
  await attempt.giveBack();
  return claim;
}
