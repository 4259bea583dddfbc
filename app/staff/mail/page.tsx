import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageLinks } from '../../../components/page-links.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { ask } from '../../../lib/auth/client.ts';
import { database } from '../../../lib/manager/database.ts';
import { countDomains, countNotices } from '../../../lib/notifications/count-notices.ts';
import { listNotices } from '../../../lib/notifications/list-notices.ts';
import { listServiceMails } from '../../../lib/notifications/list-service-mails.ts';
import { hrefOf, readQuery } from '../../../lib/notifications/read-query.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { may } from '../../../lib/staff/permissions.ts';
import { recordStaffAct } from '../../../lib/staff/record-staff-act.ts';
import { orUnavailable } from '../or-unavailable.ts';
import { StaffPage } from '../staff-page.tsx';
import { MailCounts } from './mail-counts.tsx';
import { MailFilter } from './mail-filter.tsx';
import { MailTable } from './mail-table.tsx';
import { ServiceMails } from './service-mails.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('delivery'))('title') };
}

interface Props {
  searchParams: Promise<
    Record<'state' | 'domain' | 'before' | 'notice', string | string[] | undefined>
  >;
}

export default async function MailPage({ searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const [asked, t] = [await searchParams, await getTranslations('delivery')];
  const query = readQuery(asked);
  const { id: staffId, staffRole } = signedIn.customer;
  const { counts, domains, notices, older, serviceMails } = await orUnavailable(async () => {
    // Before anything is shown: what cannot be recorded is not read.
    await recordStaffAct(database(), { staffId, act: 'mail-listed' });
    const [counted, byDomain, listed, mails] = await Promise.all([
      countNotices(database()),
      countDomains(database()),
      listNotices(database(), query),
      listServiceMails(database(), ask),
    ]);
    return { counts: counted, domains: byDomain, ...listed, serviceMails: mails };
  });
  const mayTry = may(staffRole, 'help-customer');
  const { shown, domain, before } = query;
  const isFiltered = shown !== undefined || domain !== undefined;
  return (
    <StaffPage signedIn={signedIn} part="mail">
      <PageHeader title={t('title')} intro={t('intro')} />
      {asked.notice === 'again' ? <Notice tone="good">{t('again.done')}</Notice> : null}
      <MailCounts counts={counts} domains={domains} />
      <Section title={t('list.title')} intro={t('list.intro')}>
        <MailFilter chosen={{ shown, domain }} isFiltered={isFiltered} />
        {notices.length > 0 ? (
          <MailTable notices={notices} query={query} mayTry={mayTry} />
        ) : (
          <p className="text-quiet">
            {t(isFiltered || before ? 'list.noneMatching' : 'list.none')}
          </p>
        )}
        <PageLinks label={t('list.pages')}>
          {before ? (
            <ButtonLink href={hrefOf({ shown, domain })}>{t('list.newest')}</ButtonLink>
          ) : null}
          {older ? (
            <ButtonLink href={hrefOf({ shown, domain, before: older })}>
              {t('list.older')}
            </ButtonLink>
          ) : null}
        </PageLinks>
      </Section>
      <ServiceMails mails={serviceMails} mayTry={mayTry} />
    </StaffPage>
  );
}
