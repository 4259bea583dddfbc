import { getTranslations } from 'next-intl/server';
import {
  type PasswordRefusal,
  passwordMaxLength,
  passwordMinLength,
} from '../../lib/auth/contract.ts';

/** Why a new password was refused, in words for whoever chose it. */
export async function refusalWords(
  { because, word }: PasswordRefusal,
  secondFactor: boolean,
): Promise<string> {
  const t = await getTranslations('reset.error');
  if (because === 'context') return t(`context-${word ?? 'email'}`);
  return t(because, { min: minLength(secondFactor), max: passwordMaxLength });
}

/** Shortest new password, in characters, for an account with or without a second factor. */
export function minLength(secondFactor: boolean): number {
  return secondFactor ? passwordMinLength.withSecondFactor : passwordMinLength.alone;
}

/** What is wrong with a new password typed twice, before anybody is asked. */
export async function typedTwice(
  password: string,
  repeat: string,
): Promise<{ password?: string; repeat?: string } | null> {
  const t = await getTranslations('reset.error');
  if (!password) return { password: t('required') };
  return password === repeat ? null : { repeat: t('repeat') };
}
