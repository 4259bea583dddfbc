import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { HelpLink } from '../../../../components/help-link.tsx';
import { NarrowPage } from '../../../../components/ui/narrow-page.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { challengeCookie } from '../../../../lib/sessions/challenge-cookie.ts';
import { startOver } from '../code/actions.ts';
import { shorten } from '../shorten.ts';
import { sendAnother } from './actions.ts';
import { MailedCodeForm } from './mailed-code-form.tsx';

const notices = ['sent', 'later', 'unavailable'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mailed-code'))('title') };
}

interface Props {
  searchParams: Promise<{ notice?: string | string[] }>;
}

export default async function MailedCodePage({ searchParams }: Props) {
  const pending = await challengeCookie.get();
  if (pending?.asks !== 'mailed-code') redirect('/sign-in?notice=start-again');
  const [t, signIn, common] = [
    await getTranslations('mailed-code'),
    await getTranslations('sign-in.code'),
    await getTranslations('common'),
  ];
  const asked = (await searchParams).notice;
  const notice = notices.find((known) => known === asked);
  return (
    <NarrowPage>
      {notice ? (
        <Notice tone={notice === 'sent' ? 'good' : 'warn'}>{t(`notice.${notice}`)}</Notice>
      ) : null}
      <PageHeader title={t('title')} intro={t('intro', { email: shorten(pending.email) })} />
      <MailedCodeForm
        words={{ label: t('label'), submit: t('submit'), pending: common('pending') }}
      />
      <p className="text-sm">{t('where')}</p>
      <form action={sendAnother}>
        <SubmitButton tone="plain" pendingText={common('pending')} wide>
          {t('another')}
        </SubmitButton>
      </form>
      <HelpLink topic="mailed-code" />
      <form action={startOver}>
        <SubmitButton tone="link">{signIn('cancel')}</SubmitButton>
      </form>
    </NarrowPage>
  );
}
