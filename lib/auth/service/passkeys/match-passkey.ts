import type { Source } from '../../contract.ts';
import type { Service } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import type { ClaimFactor } from '../totp/match-factor.ts';
import { claimPasskeyChallenge, loadPasskeyChallenge, type PasskeyPurpose } from './challenge.ts';
import { recordPasskeyUse } from './record-passkey-use.ts';
import { type Assertion, verifyAssertion } from './verify-assertion.ts';

/**
 * Matches what an authenticator signed against the subject's own passkeys, without using it up.
 *
 * @param shown for what it was asked, and where.
 * @returns how to claim it; null when it is not one of theirs, or not for this.
 */
export async function matchPasskey(
  service: Service,
  subject: Pick<Subject, 'id'>,
  shown: { flow: string; assertion: Assertion; purpose: PasskeyPurpose; source: Source },
): Promise<ClaimFactor | null> {
  const now = service.clock();
  const challenge = await loadPasskeyChallenge(service, shown.flow, shown.purpose, now);
  const proven = await verifyAssertion(service, challenge, shown.assertion);
  if (!challenge || challenge.subjectId !== subject.id) return null;
  if (proven?.passkey.subjectId !== subject.id) return null;
  return async (tx) =>
    (await claimPasskeyChallenge(tx, challenge, now)) &&
    (await recordPasskeyUse(tx, proven, shown.source, now));
}
