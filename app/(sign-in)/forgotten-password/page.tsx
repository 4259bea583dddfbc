import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { EmailField } from '../../../components/email-field.tsx';
import { NarrowPage } from '../../../components/ui/narrow-page.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { requestLink } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reset.forgotten'))('title') };
}

export default async function ForgottenPasswordPage() {
  const [t, signIn, common] = [
    await getTranslations('reset.forgotten'),
    await getTranslations('sign-in'),
    await getTranslations('common'),
  ];
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('intro')} />
      <form action={requestLink} className="space-y-5">
        <EmailField label={signIn('email')} autoComplete="username" />
        <SubmitButton pendingText={common('pending')} wide>
          {t('submit')}
        </SubmitButton>
      </form>
      <p>
        <Link href="/sign-in" prefetch={false}>
          {t('back')}
        </Link>
      </p>
    </NarrowPage>
  );
}
