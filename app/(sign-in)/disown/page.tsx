import type { Metadata } from 'next';
import { getFormatter, getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { NarrowPage } from '../../../components/ui/narrow-page.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { ask } from '../../../lib/auth/client.ts';
import type { VerdictOf } from '../../../lib/auth/contract.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { disownCookie } from '../../../lib/sessions/link-cookie.ts';
import { isDisowningSettled } from '../../../lib/sessions/settle-disowning.ts';
import { disown } from './actions.ts';
import { DisownedNotice } from './disowned-notice.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifications.disown'))('title') };
}

interface Props {
  searchParams: Promise<{ problem?: string | string[] }>;
}

/** Where the link "this wasn't me" has led. To be looked at, by a mail scanner too, changes nothing. */
export default async function DisownPage({ searchParams }: Props) {
  const link = await disownCookie.get();
  if (!link) return <DeadLink />;
  const { address } = await requestSource();
  const verdict = await ask('inspect-disowning', { token: link.token, source: { address } });
  if (verdict.verdict === 'no') return <DeadLink />;
  if (verdict.verdict !== 'yes') return <Unavailable />;
  const { doneAt } = verdict;
  if (doneAt && (await isDisowningSettled(database(), { ...verdict, doneAt }))) {
    return <Done at={new Date(doneAt)} />;
  }
  return <Confirm verdict={verdict} problem={(await searchParams).problem !== undefined} />;
}

type Known = Extract<VerdictOf<'inspect-disowning'>, { verdict: 'yes' }>;

async function Confirm({ verdict, problem }: { verdict: Known; problem: boolean }) {
  const [t, common] = [
    await getTranslations('notifications.disown'),
    await getTranslations('common'),
  ];
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('intro')} />
      {problem ? <Notice tone="bad">{t('problem')}</Notice> : null}
      <DisownedNotice id={verdict.notice} customerId={verdict.subject} />
      {verdict.restores ? <Notice tone="info">{t('restores')}</Notice> : null}
      <p>{t('what')}</p>
      <form action={disown}>
        <SubmitButton tone="danger" pendingText={common('pending')} wide>
          {t('confirm')}
        </SubmitButton>
      </form>
      <p className="text-quiet">{t('you')}</p>
    </NarrowPage>
  );
}

async function Done({ at }: { at: Date }) {
  const [t, format] = [await getTranslations('notifications.disown.done'), await getFormatter()];
  const moment = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' } as const;
  return (
    <NarrowPage>
      <PageHeader title={t('title')} />
      <Notice tone="good">{t('text', { at: format.dateTime(at, moment) })}</Notice>
      <p>{t('next')}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/forgotten-password">{t('link')}</ButtonLink>
        <ButtonLink href="/sign-in">{t('signIn')}</ButtonLink>
      </div>
    </NarrowPage>
  );
}

async function DeadLink() {
  const [t, done] = [
    await getTranslations('notifications.disown.dead'),
    await getTranslations('notifications.disown.done'),
  ];
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('text')} />
      <ButtonLink href="/forgotten-password" tone="primary">
        {done('link')}
      </ButtonLink>
    </NarrowPage>
  );
}

async function Unavailable() {
  const t = await getTranslations('notifications.disown.unavailable');
  return (
    <NarrowPage>
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <Notice tone="bad">{t('text')}</Notice>
    </NarrowPage>
  );
}
