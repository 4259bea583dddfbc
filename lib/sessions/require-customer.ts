import 'server-only';
import { redirect, unstable_rethrow } from 'next/navigation';
import { requestPath } from '../manager/request.ts';
import { getSignedIn, type SignedIn } from './get-signed-in.ts';

export type { SignedIn } from './get-signed-in.ts';

const enrolmentPath = '/security/authenticator';
const enrolmentPaths = [enrolmentPath, '/security/passkeys/add'];

/**
 * Who is signed in; else leads to the sign-in page and back. During an outage: to a page that says so. Whose
 * authenticator was declared void is led to enrol another second factor, whatever they asked for.
 */
export async function requireCustomer(): Promise<SignedIn> {
  const signedIn = await askWhoIsThere();
  const path = await requestPath();
  if (signedIn?.session.enrolmentRequired && !isEnrolment(path)) redirect(enrolmentPath);
  if (signedIn) return signedIn;
  redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
}

function isEnrolment(path: string): boolean {
  return enrolmentPaths.includes(path.split('?')[0] ?? '');
}

async function askWhoIsThere(): Promise<SignedIn | null> {
  try {
    return await getSignedIn();
  } catch (error) {
    unstable_rethrow(error);
    redirect('/unavailable');
  }
}
