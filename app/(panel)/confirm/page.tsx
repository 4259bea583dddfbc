import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../components/panel-page.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { hasRecentProof } from '../../../lib/sessions/has-recent-proof.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { safeNext } from '../../../lib/sessions/safe-next.ts';
import { describeProof } from '../../../lib/sessions/take-recent-proof.ts';
import { ConfirmForm } from './confirm-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('step-up'))('title') };
}

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** Asks whoever is signed in for a factor again, and leads back to where they were going. */
export default async function ConfirmPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const next = safeNext((await searchParams).next);
  if (await hasRecentProof(signedIn.session)) redirect(next);
  const [t, common] = [await getTranslations('step-up'), await getTranslations('common')];
  const asked = await describeProof(signedIn.customer);
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t('title')} />
        {asked ? (
          <ConfirmForm
            asked={asked}
            email={signedIn.customer.email}
            next={next}
            words={{ submit: t('submit'), pending: common('pending') }}
          />
        ) : (
          <Notice tone="warn" title={t('unavailable.title')}>
            {t('unavailable.text')}
          </Notice>
        )}
        <p>
          <Link href="/" prefetch={false}>
            {t('notNow')}
          </Link>
        </p>
      </div>
    </PanelPage>
  );
}
