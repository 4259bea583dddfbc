import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import {
  getInvestigation,
  type Investigation,
} from '../../../../lib/investigations/get-investigation.ts';
import { traceIndicators } from '../../../../lib/investigations/trace-indicators.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { recordStaffAct } from '../../../../lib/staff/record-staff-act.ts';
import { StaffPage } from '../../staff-page.tsx';
import { Answer } from './answer.tsx';
import { Evidence } from './evidence.tsx';
import { ResetAccounts } from './reset-accounts.tsx';

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ notice?: string | string[] }>;
}

// Accounts of each verdict that one page shows.
const shownMax = 500;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireStaff('read');
  const investigation = await getInvestigation(database(), (await params).id);
  return investigation ? { title: investigation.title } : {};
}

export default async function InvestigationPage({ params, searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const investigation = await getInvestigation(database(), (await params).id);
  if (!investigation) notFound();
  const { id, question, title, creator, createdAt } = investigation;
  const staffId = signedIn.customer.id;
  // Before anything is shown: what cannot be recorded is not read.
  await recordStaffAct(database(), {
    staffId,
    act: 'investigation-viewed',
    detail: { investigation: id },
  });
  const decides = may(signedIn.customer.staffRole, 'handle-incidents');
  const t = await getTranslations('investigations');
  const trace = await traceIndicators(database(), question, shownMax).catch(() => null);
  return (
    <StaffPage signedIn={signedIn} part="investigations">
      <PageHeader
        title={title}
        intro={
          <>
            {t.rich('answer.opened', {
              name: creator.name,
              moment: () => <Moment at={createdAt} />,
            })}{' '}
            {await windowInWords(investigation)}
          </>
        }
      />
      {trace ? (
        <>
          <Answer investigation={investigation} trace={trace} staffId={staffId} />
          {decides && trace.accounts.length > 0 ? (
            <ResetAccounts investigationId={id} counts={trace.counts} />
          ) : null}
        </>
      ) : (
        <Notice tone="warn" title={t('answer.failed.title')}>
          {t('answer.failed.text')}
        </Notice>
      )}
      <Evidence investigationId={id} maySign={decides} notice={(await searchParams).notice} />
      <Section title={t('answer.indicators')}>
        <pre className="max-h-64 overflow-auto text-sm whitespace-pre-wrap break-words">
          {question.indicators.lines.join('\n')}
        </pre>
      </Section>
      <p className="mt-6">
        <Link href="/staff/investigations">{t('answer.all')}</Link>
      </p>
    </StaffPage>
  );
}

async function windowInWords({ question: { from, until } }: Investigation): Promise<string> {
  const [t, format] = [await getTranslations('investigations.answer'), await getFormatter()];
  const moment = (at: Date) =>
    `${format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' })} UTC`;
  if (from && until) return t('window', { from: moment(from), until: moment(until) });
  if (from) return t('windowFrom', { from: moment(from) });
  return until ? t('windowUntil', { until: moment(until) }) : t('windowAll');
}
