import 'server-only';
import { redirect } from 'next/navigation';
import type { SignedIn } from './get-signed-in.ts';
import { hasRecentProof } from './has-recent-proof.ts';

/**
 * Goes on only where a factor was given in this session lately; else leads to where it is asked for, and back.
 * Call it in an action that is a button alone, or in a route that is a GET, right after who is signed in. Not in
 * a page with a form: without JavaScript it is drawn as the answer to a POST, which would be sent on.
 *
 * @param next where to come back to: the page that leads here.
 */
export async function requireRecentProof({ session }: SignedIn, next: string): Promise<void> {
  if (!(await hasRecentProof(session))) redirect(confirmPath(next));
}

/** Where a factor is asked for. */
export function confirmPath(next: string): string {
  return `/confirm?next=${encodeURIComponent(next)}`;
}
