import { getFormatter, getTranslations } from 'next-intl/server';

const [width, height] = [600, 120];

/** A line of outdated hashes, day by day, from none to the most there were. */
export async function Trend({ history }: { history: { day: string; outdated: number }[] }) {
  const [t, format] = [await getTranslations('staff.passwords'), await getFormatter()];
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return null;
  const [from, to] = [Date.parse(first.day), Date.parse(last.day)];
  const most = Math.max(1, ...history.map(({ outdated }) => outdated));
  const points = history.map(({ day, outdated }) => {
    const x = ((Date.parse(day) - from) / Math.max(1, to - from)) * width;
    return `${x.toFixed(1)},${(height - (outdated / most) * height).toFixed(1)}`;
  });
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' });
  const count = (value: number) => format.number(value);
  return (
    <figure>
      <svg
        viewBox={`-4 -4 ${width + 8} ${height + 8}`}
        role="img"
        aria-label={t('trend', {
          from: count(first.outdated),
          since: day(first.day),
          to: count(last.outdated),
          until: day(last.day),
        })}
        className="h-28 w-full max-w-2xl text-accent"
        preserveAspectRatio="none"
      >
        <path
          d={`M0 ${height}H${width}`}
          className="stroke-line"
          vectorEffect="non-scaling-stroke"
        />
        <polyline
          points={points.join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="mt-1 flex max-w-2xl justify-between text-sm text-quiet">
        <span>{`${day(first.day)}: ${count(first.outdated)}`}</span>
        <span>{`${day(last.day)}: ${count(last.outdated)}`}</span>
      </figcaption>
    </figure>
  );
}
