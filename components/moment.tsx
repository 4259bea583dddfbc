import { useLocale } from 'next-intl';
import { use } from 'react';
import { readerZone } from '../lib/sessions/reader-zone.ts';
import { dateFormat } from '../lib/words/date-format.ts';

/** A point in time, in the reader's language and zone. */
export function Moment({ at }: { at: Date }) {
  const [language, timeZone] = [useLocale(), use(readerZone())];
  return (
    <time dateTime={at.toISOString()}>
      {dateFormat('momentAndZone', language, timeZone).format(at)}
    </time>
  );
}
