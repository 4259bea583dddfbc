import 'server-only';
import { redirect } from 'next/navigation';
import { requestPath } from '../manager/request.ts';
import type { SignedIn } from './get-signed-in.ts';
import { hasRecentProof } from './has-recent-proof.ts';
import { provenBy } from './proven-by.ts';

export interface Sensitive {
  /** What the form asks for itself, and hands to the auth service: whose only factor that is, is not asked twice. */
  unlessAsked?: 'password';
}

/**
 * Goes on only where a factor was given in this session lately; else leads to where it is asked for, and back.
 * Call it in what is sensitive, right after who is signed in: a page that was shown proves nothing of the
 * action that it leads to.
 *
 * @param options.next where to come back to, if not to the page asked for.
 */
export async function requireRecentProof(
  { customer, session }: SignedIn,
  { next, unlessAsked }: Sensitive & { next?: string } = {},
): Promise<void> {
  if (await hasRecentProof(session)) return;
  if (unlessAsked && (await provenBy(customer)) === unlessAsked) return;
  redirect(confirmPath(next ?? (await requestPath())));
}

/** Where a factor is asked for. */
export function confirmPath(next: string): string {
  return `/confirm?next=${encodeURIComponent(next)}`;
}
