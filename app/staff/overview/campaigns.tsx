import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../components/ui/notice.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { database } from '../../../lib/manager/database.ts';
import { listResets } from '../../../lib/resets/list-resets.ts';
import { ResetTable } from '../resets/reset-table.tsx';
import { orMissing } from './or-missing.ts';

/** Most campaigns on the overview; the page of forced resets has more. */
const shownMax = 5;
const inProgress = ['starting', 'proposed', 'active'];

/** Forced resets that wait for somebody or are under way, each with who was told and who is done. */
export async function Campaigns() {
  const t = await getTranslations('overview');
  const resets = await orMissing(async () =>
    (await listResets(database())).filter(
      ({ state, closing }) => inProgress.includes(state) && !closing,
    ),
  );
  return (
    <Section title={t('campaigns.title')} intro={t('campaigns.intro', { max: shownMax })}>
      {!resets ? <Notice tone="warn">{t('unknown')}</Notice> : null}
      {resets?.length === 0 ? <p>{t('campaigns.none')}</p> : null}
      {resets && resets.length > 0 ? <ResetTable resets={resets.slice(0, shownMax)} /> : null}
      <p>
        <Link href="/staff/resets" prefetch={false}>
          {t('campaigns.more')}
        </Link>
      </p>
    </Section>
  );
}
