import type { NextRequest } from 'next/server';
import { emailCookie } from '../../../../lib/sessions/link-cookie.ts';
import { takeLink } from '../../../../lib/sessions/take-link.ts';

export function GET(request: NextRequest): Promise<Response> {
  return takeLink(request, emailCookie, '/email');
}
