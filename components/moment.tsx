import { useFormatter } from 'next-intl';

/** A point in time, in the reader's language and in UTC. */
export function Moment({ at }: { at: Date }) {
  const format = useFormatter();
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap">
      {format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' })} UTC
    </time>
  );
}
