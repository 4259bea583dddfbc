import type { Service } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';
import { proveFactor, type ShownFactor } from '../totp/prove-factor.ts';
import { provePassword } from './prove-password.ts';

/** What somebody showed who wants to add a second factor: without one so far, the password is all there is. */
export interface ShownAll extends Pick<ShownFactor, 'source'> {
  /** Secret. */
  password: string;
  method?: ShownFactor['method'] | undefined;
  code?: ShownFactor['code'] | undefined;
}

/**
 * Asks again for the password, and for a second factor where there is one. Neither is used up yet.
 *
 * @returns how to claim them, with the subject locked, or why not.
 */
export async function proveAll(
  service: Service,
  subject: Subject | null,
  { password, method, code, source }: ShownAll,
): Promise<ClaimFactor | string> {
  const proof = await provePassword(service, subject, password, source);
  if (!proof.proven) return proof.because;
  if (!subject) return 'no-subject';
  if (subject.methods.length === 0) return async () => true;
  if (!method || code === undefined) return 'no-second-factor';
  return proveFactor(service, subject, { method, code, source });
}
