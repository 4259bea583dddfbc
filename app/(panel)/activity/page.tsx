import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ActivityTable } from '../../../components/activity-table.tsx';
import { PanelPage } from '../../../components/panel-page.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { readCursor } from '../../../lib/activity/cursor.ts';
import { activityKinds, outcomes } from '../../../lib/activity/kinds.ts';
import { listActivity } from '../../../lib/activity/list-activity.ts';
import { database } from '../../../lib/manager/database.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('activity'))('title') };
}

interface Props {
  searchParams: Promise<Record<'kind' | 'outcome' | 'before', string | string[] | undefined>>;
}

export default async function ActivityPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const [asked, t] = [await searchParams, await getTranslations('activity')];
  const kind = activityKinds.find((known) => known === asked.kind);
  const outcome = outcomes.find((known) => known === asked.outcome);
  const before = readCursor(asked.before);
  const query = { customerId: signedIn.customer.id, kind, outcome, before };
  const { entries, older } = await listActivity(database(), query);
  const filter = { ...(kind && { kind }), ...(outcome && { outcome }) };
  const filtered = Object.keys(filter).length > 0;
  const href = (more: Record<string, string>) => {
    const parameters = new URLSearchParams({ ...filter, ...more }).toString();
    return parameters ? `/activity?${parameters}` : '/activity';
  };
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('intro')} />
      <form method="get" action="/activity" className="mb-6 flex flex-wrap items-end gap-4">
        <Select
          label={t('filter.kind')}
          name="kind"
          defaultValue={kind ?? ''}
          options={[
            { value: '', label: t('filter.any') },
            ...activityKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          ]}
        />
        <Select
          label={t('filter.outcome')}
          name="outcome"
          defaultValue={outcome ?? ''}
          options={[
            { value: '', label: t('filter.anyOutcome') },
            ...outcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
          ]}
        />
        <SubmitButton tone="plain">{t('filter.apply')}</SubmitButton>
        {filtered ? (
          <Link href="/activity" prefetch={false} className="py-2">
            {t('filter.clear')}
          </Link>
        ) : null}
      </form>
      {entries.length > 0 ? (
        <ActivityTable entries={entries} />
      ) : (
        <p className="text-quiet">{t(filtered || before ? 'empty.matching' : 'empty.none')}</p>
      )}
      <nav aria-label={t('pages')} className="mt-6 flex flex-wrap gap-3">
        {before ? <ButtonLink href={href({})}>{t('newest')}</ButtonLink> : null}
        {older ? <ButtonLink href={href({ before: older })}>{t('older')}</ButtonLink> : null}
      </nav>
    </PanelPage>
  );
}
