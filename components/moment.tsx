import { getFormatter } from 'next-intl/server';

/** A point in time, in the reader's language and in UTC. */
export async function Moment({ at }: { at: Date }) {
  const format = await getFormatter();
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })} UTC
    </time>
  );
}
