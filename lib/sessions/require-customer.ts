import 'server-only';
import { redirect, unstable_rethrow } from 'next/navigation';
import { requestPath } from '../manager/request.ts';
import { getSignedIn, type SignedIn } from './get-signed-in.ts';

export type { SignedIn } from './get-signed-in.ts';

/** Who is signed in; else leads to the sign-in page and back. During an outage: to a page that says so. */
export async function requireCustomer(): Promise<SignedIn> {
  const signedIn = await askWhoIsThere();
  if (signedIn) return signedIn;
  const path = await requestPath();
  redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
}

async function askWhoIsThere(): Promise<SignedIn | null> {
  try {
    return await getSignedIn();
  } catch (error) {
    unstable_rethrow(error);
    redirect('/unavailable');
  }
}
