import { getTranslations } from 'next-intl/server';
import type { SecondFactorMethod } from '../lib/auth/contract.ts';
import type { FactorWords } from './factor-fields.tsx';
import { passkeyWords } from './passkey-words.ts';

/** Words where both factors are asked for again, and on the button that sends them. */
export async function factorWords(
  method: SecondFactorMethod | null,
  submit: string,
): Promise<FactorWords> {
  const [t, common] = [await getTranslations('security.remove'), await getTranslations('common')];
  return {
    password: t('password'),
    code: t(method === 'recovery-code' ? 'recoveryCode' : 'code'),
    submit,
    pending: common('pending'),
    passkey: await passkeyWords(),
  };
}
