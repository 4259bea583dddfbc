import { getLocale, getTranslations } from 'next-intl/server';
import type { Activity } from '../lib/activity/list-activity.ts';
import { deviceInWords } from '../lib/devices/device-in-words.ts';
import { placeInWords } from '../lib/places/place-in-words.ts';
import { Moment } from './moment.tsx';
import { Table, Td, Th } from './ui/table.tsx';

/** Entries of an account's history, newest first, as its owner and staff read them. */
export async function ActivityTable({ entries }: { entries: Activity[] }) {
  const t = await getTranslations('activity');
  const language = await getLocale();
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
        {entries.map((entry) => (
          <tr key={`${entry.id} ${entry.at.getTime()}`}>
            <Td nowrap>
              <Moment at={entry.at} />
            </Td>
            <Td>{t(`kind.${entry.kind}`)}</Td>
            <Td nowrap>
              <span className={entry.outcome === 'no' ? 'font-semibold text-bad' : ''}>
                {t(`outcome.${entry.outcome}`)}
              </span>
            </Td>
            <Td nowrap>{entry.address}</Td>
            <Td>{entry.address ? placeInWords(entry.address, language) : null}</Td>
            <Td>{entry.userAgent ? deviceInWords(entry.userAgent, language) : null}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
