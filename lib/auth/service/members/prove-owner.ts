import { provePassword } from '../passwords/prove-password.ts';
import type { Service } from '../service.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';
import { proveFactor, type ShownFactor } from '../totp/prove-factor.ts';

export interface ProvenOwner {
  subject: Subject;
  /** Null where they have no second factor. */
  claim: ClaimFactor | null;
}

interface Shown extends Pick<ShownFactor, 'source'> {
  owner: string;
  /** Secret. */
  password: string;
  method?: ShownFactor['method'] | undefined;
  code?: ShownFactor['code'] | undefined;
}

/**
 * Asks whoever changes an account for what they sign in with: counted and judged; nothing is used up yet.
 * Whether they own anything is decided under the lock, in `actAsOwner`.
 *
 * @returns why not, where it does not prove them.
 */
export async function proveOwner(service: Service, shown: Shown): Promise<ProvenOwner | string> {
  const { owner, password, method, code, source } = shown;
  const subject = await loadSubject(service, { id: owner }, source);
  const proof = await provePassword(service, subject, password, source);
  if (!proof.proven) return proof.because;
  if (!subject) return 'no-subject';
  if (subject.methods.length === 0) return { subject, claim: null };
  if (!method || !code) return 'no-code';
  const claim = await proveFactor(service, subject, { method, code, source });
  return typeof claim === 'string' ? claim : { subject, claim };
}
