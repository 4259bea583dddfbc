import { getTranslations } from 'next-intl/server';
import type { PasskeyWords } from './passkey-submit.tsx';

/** Words around being asked for a passkey. */
export async function passkeyWords(): Promise<PasskeyWords> {
  const t = await getTranslations('passkeys.ask');
  return { waiting: t('waiting'), failed: t('failed'), scripts: t('scripts') };
}
