import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { ButtonLink } from '../../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { knownZone, listZones } from '../../../../lib/words/time-zones.ts';
import { TimeZoneForm } from './time-zone-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('zone'))('title') };
}

export default async function TimeZonePage() {
  const signedIn = await requireCustomer();
  const [t, common] = [await getTranslations('zone'), await getTranslations('common')];
  const current = knownZone(signedIn.customer.timeZone);
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md">
        <PageHeader title={t('title')} intro={t('intro')} />
        <Card>
          <TimeZoneForm
            current={current}
            zones={[...new Set([...listZones(), current])]}
            words={{
              zone: t('zone'),
              submit: t('submit'),
              browser: t.raw('browser'),
              pending: common('pending'),
            }}
          />
        </Card>
        <p className="mt-6">
          <ButtonLink href="/activity">{t('back')}</ButtonLink>
        </p>
      </div>
    </PanelPage>
  );
}
