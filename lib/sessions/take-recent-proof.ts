import 'server-only';
import { getTranslations } from 'next-intl/server';
import type { RequestOf } from '../auth/contract.ts';
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
  const by = await provenBy(customer);
  if (by === null) return { problem };
  if (by === unlessAsked) return null;
  const proof = { by, why: t('why'), label: t(`label.${by}`) };
  const typed = form.get('proof');
  if (typeof typed !== 'string') return { proof };
  const verdict = await stepUp(signedIn, readProof(by, typed), await requestSource());
  if (verdict === 'yes') return null;
  if (verdict === 'no') return { proof: { ...proof, error: t(`wrong.${by}`) } };
  return { proof, problem };
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
  const by = await provenBy(customer);
  if (by === null || by === unlessAsked) return null;
  const t = await getTranslations('step-up');
  return { by, why: t('before'), label: t(`label.${by}`) };
}

/** What the page that asks for nothing else asks; null where that is not known now. */
export async function describeProof(customer: { id: string }): Promise<ProofAsked | null> {
  const by = await provenBy(customer);
  const t = await getTranslations('step-up');
  return by && { by, why: t('intro'), label: t(`label.${by}`) };
}

// A recovery code is no six digits.
function readProof(by: ProofAsked['by'], typed: string): RequestOf<'verify-step-up'>['proof'] {
  if (by === 'password') return { method: 'password', password: typed };
  const code = typed.replaceAll(/\s/g, '');
  return { method: /^\d{6}$/.test(code) ? 'totp' : 'recovery-code', code };
}
