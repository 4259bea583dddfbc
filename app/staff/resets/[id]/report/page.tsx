import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { FormToken } from '../../../../../components/form-token.tsx';
import { Moment } from '../../../../../components/moment.tsx';
import { buttonClasses } from '../../../../../components/ui/button-classes.ts';
import { PageHeader } from '../../../../../components/ui/page-header.tsx';
import { Section } from '../../../../../components/ui/section.tsx';
import { ask } from '../../../../../lib/auth/client.ts';
import { database } from '../../../../../lib/manager/database.ts';
import { chartReset } from '../../../../../lib/resets/chart-reset.ts';
import { describeReset } from '../../../../../lib/resets/describe-reset.ts';
import { findNotDone } from '../../../../../lib/resets/find-not-done.ts';
import { getReset } from '../../../../../lib/resets/get-reset.ts';
import { requireStaff } from '../../../../../lib/sessions/require-staff.ts';
import { recordStaffAct } from '../../../../../lib/staff/record-staff-act.ts';
import { StaffPage } from '../../../staff-page.tsx';
import { Curve } from '../curve.tsx';
import { Rule } from '../rule.tsx';
import { titleOf } from '../title-of.ts';
import { Counts } from './counts.tsx';
import { Facts } from './facts.tsx';
import { NotDone } from './not-done.tsx';
import { Said } from './said.tsx';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireStaff('read-audit');
  const reset = await getReset(database(), (await params).id);
  const t = await getTranslations('progress.report');
  return reset ? { title: t('title', { title: await titleOf(reset) }) } : {};
}

/** What came of a reset, to be printed. */
export default async function ReportPage({ params }: Props) {
  const signedIn = await requireStaff('read-audit');
  const [db, t] = [database(), await getTranslations('progress.report')];
  const reset = await getReset(db, (await params).id);
  if (reset?.state !== 'active' || !reset.cutoff) notFound();
  const { id, scope, cutoff } = reset;
  await recordStaffAct(db, {
    staffId: signedIn.customer.id,
    act: 'reset-report-read',
    detail: { reset: id, scope },
  });
  const door = { db, ask };
  const [progress, chart] = [await describeReset(door, id), await chartReset(door, { id, cutoff })];
  const notDone = await findNotDone(door, { id, scope, cutoff }, progress);
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader
        title={t('title', { title: await titleOf(reset) })}
        intro={t.rich('intro', { moment: () => <Moment at={new Date()} /> })}
      />
      <Facts reset={reset} cutoff={cutoff} />
      {reset.rule ? <Rule rule={reset.rule} /> : null}
      <Counts progress={progress} opened={chart.opened?.at(-1) ?? null} />
      <Curve chart={chart} />
      <Said reset={reset} />
      <NotDone notDone={notDone} />
      <div className="print:hidden">
        <Section title={t('file')} intro={t('fileIntro')}>
          <form action={`/staff/resets/${id}/report/csv`} method="post">
            <FormToken />
            <button type="submit" className={buttonClasses('plain')}>
              {t('download')}
            </button>
          </form>
        </Section>
        <p className="mt-6">
          <Link href={`/staff/resets/${id}`}>{t('back')}</Link>
        </p>
      </div>
    </StaffPage>
  );
}
