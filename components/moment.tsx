import { useFormatter, useLocale } from 'next-intl';
import { use } from 'react';
import { readerZone } from '../lib/sessions/reader-zone.ts';
import { zoneLabel } from '../lib/words/time-zones.ts';

/** A point in time, in the reader's language and zone. */
export function Moment({ at }: { at: Date }) {
  const [format, language, timeZone] = [useFormatter(), useLocale(), use(readerZone())];
  const shown = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {format.dateTime(at, shown)} {zoneLabel(at, timeZone, language)}
    </time>
  );
}
