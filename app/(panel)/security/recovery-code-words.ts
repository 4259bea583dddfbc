import { getTranslations } from 'next-intl/server';
import type { RecoveryCodeWords } from '../../../components/recovery-codes.tsx';

/** Words around recovery codes that are being shown, and what they are shown for. */
export async function recoveryCodeWords(done: 'enrolled' | 'replaced'): Promise<RecoveryCodeWords> {
  const t = await getTranslations('security.codes');
  return {
    done: t(done),
    title: t('shownTitle'),
    text: t('shownText'),
    copy: t('copy'),
    copied: t('copied'),
    print: t('print'),
    download: t('download'),
    file: t('file'),
    saved: t('done'),
  };
}
