import 'server-only';
import { type NextRequest, NextResponse } from 'next/server';
import { verbs } from '../auth/contract.ts';
import { environment } from '../manager/environment.ts';
import type { SealedCookie } from './sealed-cookie.ts';

const { token: shape } = verbs['inspect-link'].request.shape;

/**
 * Moves a link's token from the address into a cookie and goes on to a page without it, so that it is in
 * no history, referrer or log of a later request. Uses nothing up: mail scanners follow links too.
 */
export async function takeLink(
  request: NextRequest,
  cookie: SealedCookie<{ token: string }>,
  page: string,
): Promise<Response> {
  const token = shape.safeParse(request.nextUrl.searchParams.get('token'));
  if (token.success) await cookie.set({ token: token.data });
  else await cookie.clear();
  const response = NextResponse.redirect(new URL(page, environment().publicUrl), 303);
  response.headers.set('cache-control', 'no-store');
  response.headers.set('referrer-policy', 'no-referrer');
  return response;
}
