import Link from 'next/link';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { use } from 'react';
import type { Activity } from '../lib/activity/list-activity.ts';
import { countedMax, type Failures } from '../lib/activity/list-history.ts';
import { deviceInWords } from '../lib/devices/device-in-words.ts';
import { placeInWords } from '../lib/places/place-in-words.ts';
import { readerZone } from '../lib/sessions/reader-zone.ts';
import { zoneLabel } from '../lib/words/time-zones.ts';
import { Moment } from './moment.tsx';
import { Icon } from './ui/icon.tsx';
import { Table, Td, Th } from './ui/table.tsx';

interface Props {
  entries: (Activity & { failures?: Failures | null })[];
  /** Where several that are shown as one are shown each, by the newest of them. */
  eachHref?: (newest: Activity) => string;
}

/** Entries of an account's history, newest first, as its owner and staff read them. */
export function ActivityTable({ entries, eachHref }: Props) {
  const t = useTranslations('activity');
  return (
    <Table caption={t('caption')}>
      <thead>
        <tr>
          {(['at', 'what', 'outcome', 'address', 'place', 'device'] as const).map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map(({ failures, ...entry }) => {
          const key = `${entry.id} ${entry.at.getTime()}`;
          return failures ? (
            <FailuresRow key={key} newest={entry} failures={failures} href={eachHref?.(entry)} />
          ) : (
            <EntryRow key={key} entry={entry} />
          );
        })}
      </tbody>
    </Table>
  );
}

function EntryRow({ entry }: { entry: Activity }) {
  const [t, language] = [useTranslations('activity'), useLocale()];
  return (
    <tr>
      <Td nowrap>
        <Moment at={entry.at} />
      </Td>
      <Td>{entry.detail.takenBack ? t('takenBack') : t(`kind.${entry.kind}`)}</Td>
      <Td nowrap>
        <Outcome outcome={entry.outcome} />
      </Td>
      <Td nowrap>{entry.address}</Td>
      <Td>{entry.address ? placeInWords(entry.address, language) : null}</Td>
      <Td>{entry.userAgent ? deviceInWords(entry.userAgent, language) : null}</Td>
    </tr>
  );
}

function FailuresRow({
  newest,
  failures: { count, addresses, since },
  href,
}: {
  newest: Activity;
  failures: Failures;
  href: string | undefined;
}) {
  const [t, format, language] = [useTranslations('activity'), useFormatter(), useLocale()];
  const one = addresses === 1 ? newest.address : '';
  const timeZone = use(readerZone());
  const span = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  return (
    <tr>
      <Td nowrap>
        {format.dateTimeRange(since, newest.at, span)} {zoneLabel(newest.at, timeZone, language)}
      </Td>
      <Td>
        {count > countedMax
          ? t('failures.more', { count: countedMax, addresses })
          : t('failures.counted', { count, addresses })}
        {href ? (
          <>
            {' '}
            <Link href={href} prefetch={false}>
              {t('failures.each')}
            </Link>
          </>
        ) : null}
      </Td>
      <Td nowrap>
        <Outcome outcome="no" />
      </Td>
      <Td nowrap>{one}</Td>
      <Td>{one ? placeInWords(one, language) : null}</Td>
      <Td />
    </tr>
  );
}

function Outcome({ outcome }: Pick<Activity, 'outcome'>) {
  const t = useTranslations('activity.outcome');
  return outcome === 'no' ? (
    <span className="font-semibold text-bad">
      <Icon name="bad" />
      {t(outcome)}
    </span>
  ) : (
    t(outcome)
  );
}
