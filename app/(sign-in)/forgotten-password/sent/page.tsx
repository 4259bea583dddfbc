import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { NarrowPage } from '../../../../components/ui/narrow-page.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reset.sent'))('title') };
}

interface Props {
  searchParams: Promise<{ unavailable?: string | string[] }>;
}

export default async function LinkSentPage({ searchParams }: Props) {
  const t = await getTranslations('reset.sent');
  const { unavailable } = await searchParams;
  if (unavailable) {
    return (
      <NarrowPage>
        <h1 className="text-2xl font-semibold tracking-tight">{t('unavailable.title')}</h1>
        <Notice tone="bad">{t('unavailable.text')}</Notice>
        <p>
          <Link href="/forgotten-password" prefetch={false}>
            {t('again')}
          </Link>
        </p>
      </NarrowPage>
    );
  }
  return (
    <NarrowPage>
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <p>{t('text')}</p>
      <p className="text-quiet">{t('missing')}</p>
      <p>
        <Link href="/forgotten-password" prefetch={false}>
          {t('again')}
        </Link>
      </p>
    </NarrowPage>
  );
}
