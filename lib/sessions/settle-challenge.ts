import 'server-only';
import { redirect } from 'next/navigation';
import type { VerdictOf } from '../auth/contract.ts';
import type { RequestSource } from '../manager/request.ts';
import { challengeCookie } from './challenge-cookie.ts';
import { deviceCookie } from './device-cookie.ts';
import { recordAttempt } from './record-attempt.ts';
import { signInWithGrant } from './sign-in-with-grant.ts';

type Pending = NonNullable<Awaited<ReturnType<typeof challengeCookie.get>>>;
type Verdict =
  | VerdictOf<'verify-second-factor'>
  | VerdictOf<'verify-mailed-code'>
  | { verdict: 'unavailable' };

/**
 * What follows the code of somebody half-way in, whichever was asked for: a yes signs in, and a no that ends the
 * challenge begins again with the password. Both go elsewhere, and do not return.
 *
 * @returns `wrong` where another code may be tried.
 */
export async function settleChallenge(
  verdict: Verdict,
  { customerId, next }: Pending,
  source: RequestSource,
): Promise<'wrong' | 'unavailable'> {
  if (verdict.verdict === 'yes') {
    await deviceCookie.set(verdict.device);
    const started = await signInWithGrant(verdict.grant);
    await challengeCookie.clear();
    redirect(started ? next : '/sign-in?notice=not-started');
  }
  if (verdict.verdict !== 'no') return 'unavailable';
  recordAttempt({ customerId }, { kind: 'second-factor', outcome: 'no' }, source);
  if (verdict.challenge === 'open') return 'wrong';
  await challengeCookie.clear();
  redirect('/sign-in?notice=start-again');
}
