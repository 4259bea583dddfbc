import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { ButtonLink } from '../../../../components/ui/button-link.tsx';
import { DescriptionList } from '../../../../components/ui/description-list.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { database } from '../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { getSignal } from '../../../../lib/signals/get-signal.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { recordStaffAct } from '../../../../lib/staff/record-staff-act.ts';
import { StaffPage } from '../../staff-page.tsx';
import { Entries } from './entries.tsx';
import { SignInTable } from './sign-in-table.tsx';

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ notice?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('signals.one'))('title') };
}

export default async function FindingPage({ params, searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const signal = await getSignal(database(), (await params).id);
  if (!signal) notFound();
  const { customer, pattern, state } = signal;
  // Before anything is shown: what cannot be recorded is not read.
  await recordStaffAct(database(), {
    staffId: signedIn.customer.id,
    act: 'signal-viewed',
    ...(customer && { customerId: customer.id }),
    detail: { signal: signal.id },
  });
  const t = await getTranslations('signals');
  const mayAct = may(signedIn.customer.staffRole, 'handle-incidents');
  const { notice } = await searchParams;
  return (
    <StaffPage signedIn={signedIn} part="findings">
      {notice === 'recorded' ? (
        <div className="mb-6">
          <Notice tone="good">{t('one.recorded')}</Notice>
        </div>
      ) : null}
      <PageHeader title={t(`pattern.${pattern}`)} intro={t(`meaning.${pattern}`)}>
        {mayAct ? (
          <ButtonLink href={`/staff/investigations/new?finding=${signal.id}`}>
            {t('one.investigate')}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <Section title={t('one.seen')}>
        <DescriptionList
          items={[
            {
              term: t('column.subject'),
              value: customer ? (
                <Link href={`/staff/customers/${customer.id}`} prefetch={false}>
                  {customer.name}
                </Link>
              ) : (
                signal.subject || t('rest')
              ),
            },
            { term: t('column.state'), value: t(`state.${state}`) },
            { term: t('column.events'), value: signal.events },
            { term: t('column.first'), value: <Moment at={signal.firstAt} /> },
            { term: t('column.last'), value: <Moment at={signal.lastAt} /> },
          ]}
        />
      </Section>
      <Section
        title={t('one.signIns')}
        intro={
          signal.events > signal.signIns.length
            ? t('one.firstOf', { shown: signal.signIns.length, count: signal.events })
            : undefined
        }
      >
        <SignInTable signIns={signal.signIns} />
      </Section>
      <Entries signal={signal} mayAdd={mayAct && state === 'open'} />
      <p className="mt-6">
        <Link href="/staff/findings">{t('one.all')}</Link>
      </p>
    </StaffPage>
  );
}
