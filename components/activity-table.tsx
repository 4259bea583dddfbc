import { getLocale, getTranslations } from 'next-intl/server';
import { entryWords } from '../lib/activity/entry-words.ts';
import type { Activity } from '../lib/activity/list-activity.ts';
import { countedMax, type Failures } from '../lib/activity/list-history.ts';
import { deviceInWords } from '../lib/devices/device-in-words.ts';
import { placeInWords } from '../lib/places/place-in-words.ts';
import { readerZone } from '../lib/sessions/reader-zone.ts';
import { dateFormat } from '../lib/words/date-format.ts';
import { zoneLabel } from '../lib/words/time-zones.ts';
import { type ActivityRow, ActivityRows } from './activity-rows.tsx';
import { Table, Th } from './ui/table.tsx';

interface Props {
  entries: (Activity & { failures?: Failures | null })[];
  /** Where several that are shown as one are shown each, by the newest of them. */
  eachHref?: (newest: Activity) => string;
}

const columns = ['at', 'what', 'outcome', 'address', 'place', 'device'] as const;

/** Entries of an account's history, newest first, as its owner and staff read them. */
export async function ActivityTable({ entries, eachHref }: Props) {
  const t = await getTranslations('activity');
  const toRow = await inWords();
  const rows = entries.map(({ failures, ...entry }) =>
    failures ? { ...toRow(entry, failures), href: eachHref?.(entry) } : toRow(entry),
  );
  return (
    <Table caption={t('caption')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <ActivityRows each={t('failures.each')} rows={JSON.stringify(rows)} />
    </Table>
  );
}

async function inWords() {
  const t = await getTranslations('activity');
  const [language, timeZone] = [await getLocale(), await readerZone()];
  const moment = dateFormat('momentAndZone', language, timeZone);
  const [places, devices] = [new Map<string, string>(), new Map<string, string>()];
  const place = (address: string) => once(places, address, () => placeInWords(address, language));
  const device = (agent: string) => once(devices, agent, () => deviceInWords(agent, language));
  const span = ({ since }: Failures, { at }: Activity) =>
    `${dateFormat('moment', language, timeZone).formatRange(since, at)} ${zoneLabel(at, timeZone, language)}`;
  const run = ({ count, addresses }: Failures) =>
    count > countedMax
      ? t('failures.more', { count: countedMax, addresses })
      : t('failures.counted', { count, addresses });
  return (entry: Activity, failures?: Failures): ActivityRow => {
    const { at, outcome, userAgent } = entry;
    const address = failures && failures.addresses > 1 ? '' : entry.address;
    return {
      at: failures ? undefined : at.toISOString(),
      when: failures ? span(failures, entry) : moment.format(at),
      what: failures ? run(failures) : entryWords(t, entry),
      outcome: t(`outcome.${outcome}`),
      failed: outcome === 'no' || undefined,
      address: address || undefined,
      place: address ? place(address) : undefined,
      device: userAgent && !failures ? device(userAgent) : undefined,
    };
  };
}

// An account is mostly used from a few places and devices.
function once(known: Map<string, string>, key: string, say: () => string): string {
  const words = known.get(key) ?? say();
  known.set(key, words);
  return words;
}
