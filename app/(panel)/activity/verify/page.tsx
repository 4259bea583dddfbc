import type { Metadata } from 'next';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { buttonClasses } from '../../../../components/ui/button-classes.ts';
import { ButtonLink } from '../../../../components/ui/button-link.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { knownZone } from '../../../../lib/words/time-zones.ts';
import { VerifyForm } from './verify-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ledger'))('title') };
}

export default async function VerifyPage() {
  const signedIn = await requireCustomer();
  const t = await getTranslations('ledger');
  const { ledger } = await getMessages();
  const reader = { language: await getLocale(), timeZone: knownZone(signedIn.customer.timeZone) };
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('intro')} />
      <noscript>
        <div className="mb-6">
          <Notice tone="warn">{t('script')}</Notice>
        </div>
      </noscript>
      <VerifyForm words={ledger} customerId={signedIn.customer.id} {...reader} />
      <p className="mt-8 flex flex-wrap gap-3">
        <a href="/activity/export?format=json" download className={buttonClasses('plain')}>
          {t('download')}
        </a>
        <ButtonLink href="/activity">{t('back')}</ButtonLink>
      </p>
    </PanelPage>
  );
}
