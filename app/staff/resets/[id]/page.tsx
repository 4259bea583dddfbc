import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { ask } from '../../../../lib/auth/client.ts';
import { database } from '../../../../lib/manager/database.ts';
import { chartReset } from '../../../../lib/resets/chart-reset.ts';
import { describeReset } from '../../../../lib/resets/describe-reset.ts';
import { getReset } from '../../../../lib/resets/get-reset.ts';
import { isAnybodyTold } from '../../../../lib/resets/take-back-reset.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { StaffPage } from '../../staff-page.tsx';
import { Approval } from './approval.tsx';
import { Closing } from './closing.tsx';
import { Curve } from './curve.tsx';
import { Ends } from './ends.tsx';
import { Listed } from './listed.tsx';
import { Live } from './live.tsx';
import { SendingMails } from './mailing.tsx';
import { Message } from './message.tsx';
import { Progress } from './progress.tsx';
import { Rule } from './rule.tsx';
import { TakingBack, WasTakenBack } from './taking-back.tsx';
import { titleOf } from './title-of.ts';
import { Troubled } from './troubled.tsx';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireStaff('read');
  const reset = await getReset(database(), (await params).id);
  return reset ? { title: await titleOf(reset) } : {};
}

export default async function ResetPage({ params }: Props) {
  const signedIn = await requireStaff('read');
  const reset = await getReset(database(), (await params).id);
  if (!reset) notFound();
  const [t, campaigns] = [await getTranslations('staff.reset'), await getTranslations('campaigns')];
  const report = await getTranslations('progress.report');
  const { state, approver, cutoff } = reset;
  const { staffRole } = signedIn.customer;
  const live = state === 'starting' || state === 'active';
  const progress =
    state === 'active' ? await describeReset({ db: database(), ask }, reset.id) : null;
  const chart =
    progress && cutoff && (await chartReset({ db: database(), ask }, { id: reset.id, cutoff }));
  const takesBack =
    !!progress?.takeBack && !reset.closing && !(await isAnybodyTold(database(), reset.id));
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader
        title={await titleOf(reset)}
        intro={
          <>
            {t.rich('started', {
              name: reset.starter.name,
              moment: () => <Moment at={reset.createdAt} />,
            })}
            {approver ? ` ${campaigns('approvedBy', { name: approver.name })}` : null}
          </>
        }
      />
      {live ? <Live reset={reset} progress={progress} /> : null}
      {reset.closing ? <Closing reset={reset} decides={false} /> : null}
      {progress ? <Progress progress={progress} /> : null}
      {chart ? <Curve chart={chart} /> : null}
      {state === 'active' && !reset.closing ? (
        <SendingMails reset={reset} signedIn={signedIn} />
      ) : null}
      {progress && takesBack ? (
        <TakingBack reset={reset} progress={progress} signedIn={signedIn} />
      ) : null}
      {state === 'proposed' ? <Message reset={reset} /> : null}
      {state === 'proposed' ? <Approval reset={reset} signedIn={signedIn} /> : null}
      {state === 'starting' && reset.listId ? <Naming /> : null}
      {(state === 'starting' && !reset.listId) || state === 'refused' ? (
        <Notice tone="warn" title={t(`${state}.title`)}>
          {t(`${state}.text`)}
        </Notice>
      ) : null}
      {state === 'cancelled' && cutoff ? <WasTakenBack cutoff={cutoff} /> : null}
      {(state === 'cancelled' && !cutoff) || state === 'expired' ? (
        <Notice tone="warn" title={campaigns(`${state}.title`)}>
          {campaigns(`${state}.text`)}
        </Notice>
      ) : null}
      {progress && progress.troubled.length > 0 ? <Troubled troubled={progress.troubled} /> : null}
      {reset.scope === 'subjects' && reset._count.subjects > 1 ? (
        <Listed
          count={reset._count.subjects}
          customers={reset.subjects.map(({ customer }) => customer)}
        />
      ) : null}
      {reset.rule ? <Rule rule={reset.rule} /> : null}
      <Ends reset={reset} />
      {state === 'proposed' ? null : <Message reset={reset} />}
      {state === 'active' && !reset.closing ? (
        <Closing reset={reset} decides={may(staffRole, 'handle-incidents')} />
      ) : null}
      <p className="mt-6 flex flex-wrap gap-x-6 gap-y-2">
        <Link href="/staff/resets">{t('all')}</Link>
        {chart && may(staffRole, 'read-audit') ? (
          <Link href={`/staff/resets/${reset.id}/report`} prefetch={false}>
            {report('link')}
          </Link>
        ) : null}
      </p>
    </StaffPage>
  );
}

async function Naming() {
  const t = await getTranslations('lists.naming');
  return (
    <Notice tone="info" title={t('title')}>
      {t('text')}
    </Notice>
  );
}
