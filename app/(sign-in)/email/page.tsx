import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { NarrowPage } from '../../../components/ui/narrow-page.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { ask } from '../../../lib/auth/client.ts';
import type { VerdictOf } from '../../../lib/auth/contract.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { emailCookie } from '../../../lib/sessions/link-cookie.ts';
import { confirmChange, refuseChange } from './actions.ts';

const ends = ['refused', 'taken', 'impossible'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('email.confirm'))('title') };
}

interface Props {
  searchParams: Promise<{ ended?: string | string[]; problem?: string | string[] }>;
}

/** Where a link to confirm a change of address has led. To be looked at, by a mail scanner too, changes nothing. */
export default async function EmailPage({ searchParams }: Props) {
  const asked = await searchParams;
  const ended = ends.find((known) => known === asked.ended);
  if (ended) return <Said what={ended} />;
  const link = await emailCookie.get();
  if (!link) return <Said what="dead" />;
  const { address } = await requestSource();
  const verdict = await ask('inspect-email-change', { token: link.token, source: { address } });
  if (verdict.verdict === 'no') return <Said what="dead" />;
  if (verdict.verdict !== 'yes') return <Unavailable />;
  if (verdict.doneAt && (await isSettled(verdict))) return <Said what="done" />;
  const problem = asked.problem !== undefined;
  if (verdict.confirmed && !verdict.doneAt && !problem) return <Said what="waiting" />;
  return <Confirm verdict={verdict} problem={problem} />;
}

type Known = Extract<VerdictOf<'inspect-email-change'>, { verdict: 'yes' }>;

async function Confirm({ verdict, problem }: { verdict: Known; problem: boolean }) {
  const [t, common] = [await getTranslations('email.confirm'), await getTranslations('common')];
  const { side, email } = verdict;
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t(`${side}.intro`)} />
      {problem ? <Notice tone="bad">{t('problem')}</Notice> : null}
      <p>
        {t('address')} <strong className="block wrap-anywhere">{email}</strong>
      </p>
      <p>{t(`${side}.what`)}</p>
      <form action={confirmChange}>
        <input type="hidden" name="side" value={side} />
        <SubmitButton pendingText={common('pending')} wide>
          {t(`${side}.submit`)}
        </SubmitButton>
      </form>
      {side === 'old' ? (
        <form action={refuseChange}>
          <SubmitButton tone="danger" pendingText={common('pending')} wide>
            {t('refuse')}
          </SubmitButton>
        </form>
      ) : null}
      <p className="text-quiet">{t(`${side}.not`)}</p>
    </NarrowPage>
  );
}

/** What became of it, and where to go from there. */
async function Said({ what }: { what: (typeof ends)[number] | 'dead' | 'done' | 'waiting' }) {
  const t = await getTranslations('email.said');
  const tone = what === 'done' || what === 'waiting' ? 'good' : 'warn';
  return (
    <NarrowPage>
      <PageHeader title={t(`${what}.title`)} />
      <Notice tone={tone}>{t(`${what}.text`)}</Notice>
      <p>{t(`${what}.next`)}</p>
      <div className="flex flex-wrap gap-3">
        {what === 'refused' ? (
          <ButtonLink href="/forgotten-password" tone="primary">
            {t('password')}
          </ButtonLink>
        ) : null}
        <ButtonLink href="/sign-in">{t('signIn')}</ButtonLink>
      </div>
    </NarrowPage>
  );
}

async function Unavailable() {
  const t = await getTranslations('email.unavailable');
  return (
    <NarrowPage>
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <Notice tone="bad">{t('text')}</Notice>
    </NarrowPage>
  );
}

// Made, and not followed here: the form is shown once more, and its button completes it.
async function isSettled({ subject: id, email }: Known): Promise<boolean> {
  const where = { id };
  const customer = await database().customer.findUnique({ where, select: { email: true } });
  return customer?.email === email;
}
