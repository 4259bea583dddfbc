import 'server-only';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { environment } from '../manager/environment.ts';
import { sessionOptions } from './options.ts';

// Only what a way in takes, and that is a grant. Signing out is the panel's own: it ends the session's row.
const open = { GET: 'csrf', POST: 'callback/credentials' };

/** Answers one request to next-auth's own routes; 404 for all but the two that are open. */
export async function answerNextAuth(request: NextRequest, action: string[]): Promise<Response> {
  const allowed = request.method === 'POST' ? open.POST : open.GET;
  if (action.join('/') !== allowed) return new Response(null, { status: 404 });
  const context = { params: Promise.resolve({ nextauth: action }) };
  return NextAuth(request, context, sessionOptions());
}

/** The same, asked from within the manager, with the cookies of the request being answered. */
export function askNextAuth(action: string, form?: Record<string, string>): Promise<Response> {
  const url = new URL(`/api/auth/${action}`, environment().publicUrl);
  const request = form
    ? new NextRequest(url, { method: 'POST', body: new URLSearchParams(form) })
    : new NextRequest(url);
  return answerNextAuth(request, action.split('/'));
}
