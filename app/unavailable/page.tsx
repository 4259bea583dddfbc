import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { NarrowPage } from '../../components/ui/narrow-page.tsx';
import { PageHeader } from '../../components/ui/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('common.unavailable'))('title') };
}

/** What is shown while the manager's own database cannot be asked. Works without JavaScript. */
export default async function UnavailablePage() {
  const t = await getTranslations('common.unavailable');
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('text')} />
      <ButtonLink href="/" tone="primary">
        {t('retry')}
      </ButtonLink>
    </NarrowPage>
  );
}
