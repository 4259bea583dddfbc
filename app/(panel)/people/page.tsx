import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../components/panel-page.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { findMembership } from '../../../lib/accounts/find-membership.ts';
import { listPeople } from '../../../lib/accounts/list-people.ts';
import { ask } from '../../../lib/auth/client.ts';
import { database } from '../../../lib/manager/database.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { OwnersOnly } from './owners-only.tsx';
import { PeopleTable } from './people-table.tsx';

const notices = ['invited', 'changed', 'removed', 'withdrawn', 'required', 'lifted'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('title') };
}

interface Props {
  searchParams: Promise<{ notice?: string | string[] }>;
}

export default async function PeoplePage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const { id } = signedIn.customer;
  const membership = await findMembership(database(), id);
  if (membership?.role !== 'owner') return <OwnersOnly signedIn={signedIn} />;
  const [t, asked] = [await getTranslations('people'), await searchParams];
  const [people, described] = await Promise.all([
    listPeople(database(), membership),
    ask('describe-members', { owner: id }),
  ]);
  const notice = notices.find((known) => known === asked.notice);
  const facts = described.verdict === 'yes' ? described : null;
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('intro')}>
        <ButtonLink href="/people/invite" tone="primary">
          {t('invite.title')}
        </ButtonLink>
      </PageHeader>
      {notice ? <Notice tone="good">{t(`notice.${notice}`)}</Notice> : null}
      <Section title={t('caption')}>
        <PeopleTable people={people} described={facts?.members ?? null} own={id} />
      </Section>
      {facts ? (
        <Section title={t('requirement.title')}>
          <p>{t(facts.secondFactorRequired ? 'requirement.on' : 'requirement.off')}</p>
          <ButtonLink href="/people/second-factor">
            {t(facts.secondFactorRequired ? 'requirement.lift' : 'requirement.change')}
          </ButtonLink>
        </Section>
      ) : (
        <Section title={t('requirement.title')}>
          <Notice tone="warn" title={t('unavailable.title')}>
            {t('unavailable.text')}
          </Notice>
        </Section>
      )}
    </PanelPage>
  );
}
