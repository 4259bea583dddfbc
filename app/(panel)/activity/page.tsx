import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { ActivityTable } from '../../../components/activity-table.tsx';
import { PageLinks } from '../../../components/page-links.tsx';
import { PanelPage } from '../../../components/panel-page.tsx';
import { buttonClasses } from '../../../components/ui/button-classes.ts';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Card, Section } from '../../../components/ui/section.tsx';
import { readCursor, writeCursor } from '../../../lib/activity/cursor.ts';
import { exportFormats } from '../../../lib/activity/export-activity.ts';
import { type ActivityQuery, listActivity } from '../../../lib/activity/list-activity.ts';
import { listHistory } from '../../../lib/activity/list-history.ts';
import { readFilter } from '../../../lib/activity/read-filter.ts';
import { readSearch } from '../../../lib/activity/search.ts';
import { searchActivity, searchedMax } from '../../../lib/activity/search-activity.ts';
import { database } from '../../../lib/manager/database.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { knownZone } from '../../../lib/words/time-zones.ts';
import { ActivityFilter } from './activity-filter.tsx';
import { filterWords } from './filter-words.ts';
import { kindWords } from './kind-words.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('activity'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ActivityPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const [asked, t] = [await searchParams, await getTranslations('activity')];
  const zone = await getTranslations('zone');
  const timeZone = knownZone(signedIn.customer.timeZone);
  const { filter, typed, faults } = readFilter(asked, timeZone);
  const before = readCursor(asked.before);
  const each = asked.each === 'yes' && filter.outcome !== 'no' ? { each: 'yes' } : {};
  const isSound = Object.keys(faults).length === 0;
  const search = readSearch(typed.q ?? '', kindWords(t));
  const query = { ...filter, search, customerId: signedIn.customer.id, before };
  const isEach = 'each' in each || filter.outcome === 'no';
  const { entries, older } = isSound
    ? await list(query, isEach)
    : { entries: [], older: undefined };
  const href = (more: Record<string, string>, path = '/activity') => {
    const parameters = new URLSearchParams({ ...typed, ...more }).toString();
    return parameters ? `${path}?${parameters}` : path;
  };
  const isNarrowed = Object.keys(typed).length > 0 || before !== undefined;
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader
        title={t('title')}
        intro={
          <>
            {t('intro')}{' '}
            <span className="block">
              {zone('shown', { zone: timeZone.replaceAll('_', ' ') })}{' '}
              <Link href="/activity/time-zone" prefetch={false} className="whitespace-nowrap">
                {zone('change')}
              </Link>
            </span>
          </>
        }
      />
      <ActivityFilter typed={typed} words={JSON.stringify(filterWords(t, faults))} />
      {entries.length > 0 ? (
        <Card>
          <ActivityTable
            entries={entries}
            eachHref={({ at, id }) =>
              href({ each: 'yes', before: writeCursor({ at, id: id + 1n }) })
            }
          />
        </Card>
      ) : null}
      {isSound && entries.length === 0 ? (
        <p className="text-quiet">
          {older
            ? t('empty.searched', { count: searchedMax })
            : t(isNarrowed ? 'empty.matching' : 'empty.none')}
        </p>
      ) : null}
      <PageLinks label={t('pages')}>
        {before ? <ButtonLink href={href(each)}>{t('newest')}</ButtonLink> : null}
        {older ? (
          <ButtonLink href={href({ ...each, before: older })}>{t('older')}</ButtonLink>
        ) : null}
        {'each' in each ? <ButtonLink href={href({})}>{t('together')}</ButtonLink> : null}
      </PageLinks>
      {entries.length > 0 ? (
        <Section title={t('download.title')}>
          <p>{t('download.text')}</p>
          <p className="flex flex-wrap gap-3">
            {exportFormats.map((format) => (
              <a
                key={format}
                href={href({ format }, '/activity/export')}
                className={buttonClasses('plain')}
              >
                {t(`download.${format}`)}
              </a>
            ))}
          </p>
          <p>
            {t('download.verify')}{' '}
            <Link href="/activity/verify" prefetch={false}>
              {t('download.verifyLink')}
            </Link>
          </p>
        </Section>
      ) : null}
    </PanelPage>
  );
}

async function list(query: ActivityQuery, isEach: boolean) {
  if (query.search) return searchActivity(database(), query);
  if (isEach) return listActivity(database(), query);
  const { items, older } = await listHistory(database(), query);
  return { entries: items, older };
}
