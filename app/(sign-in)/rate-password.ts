import 'server-only';
import { getTranslations } from 'next-intl/server';
import { text } from '../../components/form-state.ts';
import type { PasswordRating } from '../../components/password-strength.tsx';
import { ask } from '../../lib/auth/client.ts';
import { type RequestOf, verbs } from '../../lib/auth/contract.ts';
import { requestSource } from '../../lib/manager/request.ts';
import { refusalWords } from './password-errors.ts';

type About = Pick<RequestOf<'rate-password'>, 'secondFactor' | 'context'>;

const scores = ['0', '1', '2', '3', '4'] as const;

/**
 * How good the password in a form is so far, in words; null when that cannot be told.
 *
 * @param form its field `password` is secret: it goes to the auth service, and nothing of it comes back.
 */
export async function ratePassword(form: FormData, about: About): Promise<PasswordRating | null> {
  const { address } = await requestSource();
  const request = { ...about, password: text(form, 'password'), source: { address } };
  if (!verbs['rate-password'].request.safeParse(request).success) return null;
  const verdict = await ask('rate-password', request);
  if (verdict.verdict !== 'yes') return null;
  const { score, refusal } = verdict;
  const t = await getTranslations('reset.strength');
  const words = refusal ? await refusalWords(refusal, about.secondFactor) : t(scores[score] ?? '0');
  return { score, words };
}
