import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { NarrowPage } from '../../../../components/ui/narrow-page.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { challengeCookie } from '../../../../lib/sessions/challenge-cookie.ts';
import { shorten } from '../shorten.ts';
import { startOver } from './actions.ts';
import { CodeForm } from './code-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sign-in.code'))('title') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function CodePage({ searchParams }: Props) {
  const pending = await challengeCookie.get();
  if (pending?.asks !== 'second-factor') redirect('/sign-in?notice=start-again');
  const t = await getTranslations('sign-in');
  const common = await getTranslations('common');
  const recovery = (await searchParams).with === 'recovery-code';
  const method = recovery ? 'recoveryCode' : 'code';
  return (
    <NarrowPage>
      <PageHeader title={t(`${method}.title`)} intro={t(`${method}.intro`)} />
      <p className="text-sm">{t('code.who', { email: shorten(pending.email) })}</p>
      <CodeForm
        key={method}
        method={recovery ? 'recovery-code' : 'totp'}
        words={{
          label: t(`${method}.label`),
          submit: t('code.submit'),
          pending: common('pending'),
        }}
      />
      <p>
        <Link href={recovery ? '/sign-in/code' : '/sign-in/code?with=recovery-code'}>
          {t(`${method}.instead`)}
        </Link>
      </p>
      <form action={startOver}>
        <SubmitButton tone="link">{t('code.cancel')}</SubmitButton>
      </form>
    </NarrowPage>
  );
}
