import 'server-only';
import { getTranslations } from 'next-intl/server';
import type { PasskeyWords } from '../../components/passkey-submit.tsx';
import { passkeyWords } from '../../components/passkey-words.ts';
import type { RequestOf } from '../auth/contract.ts';
import { readPasskey } from '../credentials/read-passkey.ts';
import { requestSource } from '../manager/request.ts';
import type { SignedIn } from './get-signed-in.ts';
import { hasRecentProof } from './has-recent-proof.ts';
import { provenBy } from './proven-by.ts';
import { stepUp } from './step-up.ts';

/** What a form asks for besides, in words ready to show. */
export interface ProofAsked {
  by: 'second-factor' | 'password';
  why: string;
  label: string;
  error?: string;
  /** Where it may be a passkey as well. */
  passkey?: PasskeyWords & { submit: string };
}

interface Sensitive {
  /** What the form asks for itself, and hands to the auth service: whose only factor that is, is not asked twice. */
  unlessAsked?: 'password';
}

/**
 * The same as `requireRecentProof` for a form: where no factor was given lately, the form asks for one in a
 * field of its own, `proof`, and keeps what was typed in the others. Call it before anything is done.
 *
 * @returns null where the action may go on, else what to answer the form with.
 */
export async function takeRecentProof(
  signedIn: SignedIn,
  form: FormData,
  { unlessAsked }: Sensitive = {},
): Promise<{ proof: ProofAsked } | { problem: { title: string; text: string } } | null> {
  const { customer, session } = signedIn;
  if (await hasRecentProof(session)) return null;
  const t = await getTranslations('step-up');
  const problem = { title: t('unavailable.title'), text: t('unavailable.text') };
  const proven = await provenBy(customer);
  if (!proven) return { problem };
  if (proven.by === unlessAsked) return null;
  const asked = await sayAsked(proven, t('why'));
  const proof = await readProof(proven.by, form);
  if (!proof) return { proof: asked };
  const verdict = await stepUp(signedIn, proof, await requestSource());
  if (verdict === 'yes') return null;
  if (verdict === 'no') return { proof: { ...asked, error: t(`wrong.${proven.by}`) } };
  return { proof: asked, problem };
}

/**
 * What such a form is drawn with where a factor is owed already; null where none is, or it is not known now. It
 * only saves a round: the action asks by itself.
 */
export async function describeOwedProof(
  { customer, session }: SignedIn,
  { unlessAsked }: Sensitive = {},
): Promise<ProofAsked | null> {
  if (await hasRecentProof(session)) return null;
  const proven = await provenBy(customer);
  if (!proven || proven.by === unlessAsked) return null;
  return sayAsked(proven, (await getTranslations('step-up'))('before'));
}

/** What the page that asks for nothing else asks; null where that is not known now. */
export async function describeProof(customer: { id: string }): Promise<ProofAsked | null> {
  const proven = await provenBy(customer);
  return proven && sayAsked(proven, (await getTranslations('step-up'))('intro'));
}

type Proven = NonNullable<Awaited<ReturnType<typeof provenBy>>>;

async function sayAsked({ by, methods }: Proven, why: string): Promise<ProofAsked> {
  const t = await getTranslations('step-up');
  const passkey = methods.includes('passkey')
    ? { passkey: { ...(await passkeyWords()), submit: t('passkey') } }
    : {};
  return { by, why, label: t(`label.${by}`), ...passkey };
}

// A recovery code is no six digits.
async function readProof(
  by: ProofAsked['by'],
  form: FormData,
): Promise<RequestOf<'verify-step-up'>['proof'] | null> {
  if (form.get('passkey')) {
    const code = await readPasskey(form);
    return code && { method: 'passkey', code };
  }
  const typed = form.get('proof');
  if (typeof typed !== 'string') return null;
  if (by === 'password') return { method: 'password', password: typed };
  const code = typed.replaceAll(/\s/g, '');
  return { method: /^\d{6}$/.test(code) ? 'totp' : 'recovery-code', code };
}
