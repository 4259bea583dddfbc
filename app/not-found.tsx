import type { Metadata } from 'next';
import { useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../components/ui/button-link.tsx';
import { NarrowPage } from '../components/ui/narrow-page.tsx';
import { PageHeader } from '../components/ui/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('common.notFound'))('title') };
}

export default function NotFound() {
  const t = useTranslations('common.notFound');
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('text')} />
      <ButtonLink href="/" tone="primary">
        {t('home')}
      </ButtonLink>
    </NarrowPage>
  );
}
