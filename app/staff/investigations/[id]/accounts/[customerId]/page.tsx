import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ActivityTable } from '../../../../../../components/activity-table.tsx';
import { Notice } from '../../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../../components/ui/page-header.tsx';
import { Section } from '../../../../../../components/ui/section.tsx';
import { getCustomer } from '../../../../../../lib/customers/get-customer.ts';
import { getInvestigation } from '../../../../../../lib/investigations/get-investigation.ts';
import { listEntries, standings } from '../../../../../../lib/investigations/list-entries.ts';
import { historyMax, readAccount } from '../../../../../../lib/investigations/read-account.ts';
import { database } from '../../../../../../lib/manager/database.ts';
import { absoluteHours } from '../../../../../../lib/sessions/limits.ts';
import { requireStaff } from '../../../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../../../lib/staff/permissions.ts';
import { recordStaffAct } from '../../../../../../lib/staff/record-staff-act.ts';
import { StaffPage } from '../../../../staff-page.tsx';
import { Timeline } from '../../../timeline.tsx';
import { Findings } from './findings.tsx';
import { OtherAccounts } from './other-accounts.tsx';
import { SignInTable } from './sign-in-table.tsx';
import { VerdictFacts } from './verdict-facts.tsx';

interface Props {
  params: Promise<{ id: string; customerId: string }>;
  searchParams: Promise<{ notice?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireStaff('read');
  const customer = await getCustomer(database(), (await params).customerId);
  return customer ? { title: customer.name } : {};
}

export default async function AccountPage({ params, searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const { id, customerId } = await params;
  const investigation = await getInvestigation(database(), id);
  const customer = investigation && (await getCustomer(database(), customerId));
  if (!customer) notFound();
  const staffId = signedIn.customer.id;
  // Before anything is shown: what cannot be recorded is not read.
  await recordStaffAct(database(), {
    staffId,
    act: 'investigation-viewed',
    customerId: customer.id,
    detail: { investigation: id },
  });
  const t = await getTranslations('investigations.account');
  const history = await readAccount(database(), investigation.question, customer.id);
  const entries = await listEntries(database(), id, customer.id);
  const here = `/staff/investigations/${id}`;
  const lanes = [true, false].map((isMatch) => {
    const lane = t(isMatch ? 'laneMatch' : 'laneOther');
    return {
      name: lane,
      label: (from: string, to: string, count: number) =>
        t('timelineLabel', { lane, from, to, count }),
      points: history.signIns
        .filter((signIn) => signIn.isMatch === isMatch)
        .map(({ at, kind, outcome }) => ({ at, isIn: kind === 'sign-in' && outcome === 'yes' })),
      isGrave: isMatch,
    };
  });
  return (
    <StaffPage signedIn={signedIn} part="investigations">
      {(await searchParams).notice === 'recorded' ? (
        <div className="mb-6">
          <Notice tone="good">{t('recorded')}</Notice>
        </div>
      ) : null}
      <PageHeader
        title={customer.name}
        intro={t('intro', { email: customer.email, title: investigation.title })}
      />
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link href={here}>{t('back')}</Link>
        <Link href={`/staff/customers/${customer.id}`} prefetch={false}>
          {t('customer')}
        </Link>
      </p>
      <VerdictFacts question={investigation.question} customerId={customer.id} staffId={staffId} />
      <Section title={t('timeline')} intro={t('timelineKey')}>
        <Timeline lanes={lanes} />
      </Section>
      <Findings
        investigationId={id}
        customerId={customer.id}
        entries={entries}
        standing={standings(entries).get(customer.id)}
        mayAdd={may(signedIn.customer.staffRole, 'handle-incidents')}
      />
      <Section title={t('acts')} intro={t('actsIntro', { hours: absoluteHours })}>
        {history.acts.length > 0 ? (
          <ActivityTable entries={history.acts} />
        ) : (
          <p>{t('actsNone')}</p>
        )}
      </Section>
      <Section title={t('others')} intro={t('othersIntro', { max: historyMax })}>
        <OtherAccounts others={history.others} here={here} />
      </Section>
      <Section title={t('signIns')} intro={t('signInsIntro', { max: historyMax })}>
        <SignInTable signIns={history.signIns} />
      </Section>
    </StaffPage>
  );
}
