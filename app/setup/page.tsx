import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { NarrowPage } from '../../components/ui/narrow-page.tsx';
import { PageHeader } from '../../components/ui/page-header.tsx';
import { setupCookie } from '../../lib/sessions/link-cookie.ts';
import { minLength } from '../(sign-in)/password-errors.ts';
import { SetupForm } from './setup-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('setup'))('title') };
}

export default async function SetupPage() {
  const [t, choose, common] = [
    await getTranslations('setup'),
    await getTranslations('reset.choose'),
    await getTranslations('common'),
  ];
  if (!(await setupCookie.get())) {
    return (
      <NarrowPage>
        <PageHeader title={t('dead.title')} intro={t('dead.text')} />
        <ButtonLink href="/sign-in" tone="primary">
          {t('dead.signIn')}
        </ButtonLink>
      </NarrowPage>
    );
  }
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('intro')} />
      <SetupForm
        words={{
          name: t('name'),
          nameHint: t('nameHint'),
          email: t('email'),
          emailHint: t('emailHint'),
          password: choose('password'),
          passwordHint: choose('hint', { min: minLength(false) }),
          strength: choose('strength'),
          repeat: choose('repeat'),
          submit: t('submit'),
          pending: common('pending'),
        }}
      />
    </NarrowPage>
  );
}
