import { useTranslations } from 'next-intl';
import { ButtonLink } from '../components/ui/button-link.tsx';
import { NarrowPage } from '../components/ui/narrow-page.tsx';
import { PageHeader } from '../components/ui/page-header.tsx';

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
