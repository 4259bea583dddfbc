import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ActivityTable } from '../../../../components/activity-table.tsx';
import { SessionTable } from '../../../../components/session-table.tsx';
import { ButtonLink } from '../../../../components/ui/button-link.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { readCursor } from '../../../../lib/activity/cursor.ts';
import { listActivity } from '../../../../lib/activity/list-activity.ts';
import { database } from '../../../../lib/manager/database.ts';
import { listSessions } from '../../../../lib/sessions/list-sessions.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { openCustomer } from '../../open-customer.ts';
import { StaffPage } from '../../staff-page.tsx';
import { StaffRole } from '../../staff-role.tsx';
import { AccountPeople } from './account-people.tsx';
import { Factors } from './factors.tsx';
import { Facts } from './facts.tsx';
import { ForceReset } from './force-reset.tsx';

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ before?: string | string[]; notice?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireStaff('read');
  const customer = await openCustomer((await params).id);
  return customer ? { title: customer.name } : {};
}

export default async function CustomerPage({ params, searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const customer = await openCustomer((await params).id);
  if (!customer) notFound();
  const [t, colleagues, audit] = [
    await getTranslations('staff.customer'),
    await getTranslations('colleagues'),
    await getTranslations('audit'),
  ];
  const asked = await searchParams;
  const before = readCursor(asked.before);
  const [sessions, { entries, older }] = await Promise.all([
    listSessions(database(), customer.id),
    listActivity(database(), { customerId: customer.id, before, limit: 20 }),
  ]);
  const here = `/staff/customers/${customer.id}`;
  const { staffRole } = signedIn.customer;
  return (
    <StaffPage signedIn={signedIn} part="customers">
      {asked.notice === 'invited' ? (
        <div className="mb-6">
          <Notice tone="good">{t('invited', { email: customer.email })}</Notice>
        </div>
      ) : null}
      <PageHeader
        title={
          <>
            {customer.name} <StaffRole role={customer.staffRole} />
          </>
        }
        intro={t('intro')}
      >
        {may(staffRole, 'handle-incidents') ? (
          <ButtonLink href={`/staff/colleagues/${customer.id}`}>{colleagues('change')}</ButtonLink>
        ) : null}
        {may(staffRole, 'read-audit') ? (
          <ButtonLink href={`/staff/audit?customer=${customer.id}`}>
            {audit('ofCustomer')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <div className="-mt-6 grid gap-x-6 md:grid-cols-2">
        <Facts customer={customer} />
        <Factors customerId={customer.id} />
      </div>
      <AccountPeople customerId={customer.id} />
      <Section title={t('sessions')}>
        {sessions.length > 0 ? <SessionTable sessions={sessions} /> : <p>{t('noSessions')}</p>}
      </Section>
      <Section title={t('activity')}>
        {entries.length > 0 ? <ActivityTable entries={entries} /> : <p>{t('noActivity')}</p>}
        {older || before ? (
          <p className="flex gap-5">
            {before ? (
              <Link href={here} prefetch={false}>
                {t('newestEntries')}
              </Link>
            ) : null}
            {older ? (
              <Link href={`${here}?before=${older}`} prefetch={false}>
                {t('older')}
              </Link>
            ) : null}
          </p>
        ) : null}
      </Section>
      {may(staffRole, 'help-customer') ? <ForceReset customer={customer} /> : null}
    </StaffPage>
  );
}
