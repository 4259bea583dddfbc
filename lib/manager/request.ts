import 'server-only';
import { headers } from 'next/headers';
import { requestIdHeader } from '../auth/contract.ts';
import { addressHeader, pathHeader } from './client-address.ts';

/** Where a request came from, as far as it can be believed. */
export interface RequestSource {
  /** IPv4 or IPv6 address of the client, from the socket or a trusted proxy. */
  address: string;
  /** What the browser calls itself; the client's own claim. */
  userAgent: string;
  /** Given to the request by the manager's own server. */
  requestId?: string | undefined;
}

/** @throws when the manager's own server did not set the address: then nothing may be decided. */
export async function requestSource(): Promise<RequestSource> {
  const received = await headers();
  const address = received.get(addressHeader);
  if (!address) throw new Error('The request did not come through the manager’s own server.');
  const userAgent = (received.get('user-agent') ?? '').slice(0, 400);
  return { address, userAgent, requestId: received.get(requestIdHeader) ?? undefined };
}

/** The id that the manager's own server gave the request under way; none outside of one. */
export async function currentRequestId(): Promise<string | undefined> {
  try {
    return (await headers()).get(requestIdHeader) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Path and query of the page asked for, without what Next's own client adds to it. */
export async function requestPath(): Promise<string> {
  const url = new URL((await headers()).get(pathHeader) ?? '/', 'http://panel');
  url.searchParams.delete('_rsc');
  return url.pathname + url.search;
}
