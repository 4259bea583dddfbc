import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageLinks } from '../../../components/page-links.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Card } from '../../../components/ui/section.tsx';
import { database } from '../../../lib/manager/database.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';
import { listSignals, signalStates } from '../../../lib/signals/list-signals.ts';
import { signalPatterns } from '../../../lib/signals/patterns.ts';
import { recordStaffAct } from '../../../lib/staff/record-staff-act.ts';
import { StaffPage } from '../staff-page.tsx';
import { SignalFilter } from './signal-filter.tsx';
import { SignalTable } from './signal-table.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('signals.list'))('title') };
}

interface Props {
  searchParams: Promise<Record<'pattern' | 'state' | 'page', string | string[] | undefined>>;
}

export default async function FindingsPage({ searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const [asked, t] = [await searchParams, await getTranslations('signals.list')];
  const pattern = signalPatterns.find((known) => known === asked.pattern);
  const state = signalStates.find((known) => known === asked.state);
  const page = /^[1-9]\d{0,3}$/.test(String(asked.page)) ? Number(asked.page) : 1;
  // Before anything is shown: what cannot be recorded is not read.
  await recordStaffAct(database(), { staffId: signedIn.customer.id, act: 'signals-listed' });
  const { signals, isMore } = await listSignals(database(), { pattern, state, page });
  const filter = { ...(pattern && { pattern }), ...(state && { state }) };
  const isFiltered = Object.keys(filter).length > 0;
  const href = (to: number) =>
    `/staff/findings?${new URLSearchParams({ ...filter, page: String(to) })}`;
  return (
    <StaffPage signedIn={signedIn} part="findings">
      <PageHeader title={t('title')} intro={t('intro')} />
      <SignalFilter chosen={{ pattern, state }} isFiltered={isFiltered} />
      <Card>
        {signals.length > 0 ? (
          <SignalTable signals={signals} />
        ) : (
          <p className="text-quiet">{t(isFiltered || page > 1 ? 'noneMatching' : 'none')}</p>
        )}
      </Card>
      <PageLinks label={t('pages')}>
        {page > 1 ? <ButtonLink href={href(page - 1)}>{t('before')}</ButtonLink> : null}
        {isMore ? <ButtonLink href={href(page + 1)}>{t('after')}</ButtonLink> : null}
      </PageLinks>
    </StaffPage>
  );
}
