import { getTranslations } from 'next-intl/server';
import type { Standing } from '../../../lib/investigations/list-entries.ts';

/** What staff found of an account: its mark, and whether its rows are held. */
export async function Mark({ standing }: { standing: Standing | undefined }) {
  const t = await getTranslations('investigations.mark');
  const words = [
    ...(standing?.mark ? [t(standing.mark)] : []),
    ...(standing?.isHeld ? [t('held')] : []),
  ];
  return words.length > 0 ? words.join(', ') : t('none');
}
