import type { Service } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';
import { proveFactor, type ShownFactor } from '../totp/prove-factor.ts';
import { provePassword } from './prove-password.ts';

/** What somebody showed who wants to change a second factor. */
export interface BothFactors extends Pick<ShownFactor, 'method' | 'code' | 'source'> {
  /** Secret. */
  password: string;
}

/**
 * Asks for the password and the second factor again. Neither is used up yet.
 *
 * @returns how to claim the code, or why not: the same *no* to the caller whichever was wrong.
 */
export async function proveBoth(
  service: Service,
  subject: Subject | null,
  shown: BothFactors,
): Promise<ClaimFactor | string> {
  const proof = await provePassword(service, subject, shown.password, shown.source);
  if (!proof.proven) return proof.because;
  if (!subject?.methods.length) return 'no-second-factor';
  const { method, code, source } = shown;
  return proveFactor(service, subject, { method, code, source });
}
