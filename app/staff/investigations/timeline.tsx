import { getFormatter } from 'next-intl/server';

const [width, height] = [600, 24];

export interface Lane {
  name: string;
  /** What a picture of it says to whoever cannot see it. */
  label: (from: string, to: string, count: number) => string;
  /** `isIn`: drawn high, and low otherwise. */
  points: { at: Date; isIn: boolean }[];
  isGrave: boolean;
}

/** When it happened: a lane for each kind, a stroke for each point in time, over one and the same time. */
export async function Timeline({ lanes }: { lanes: Lane[] }) {
  const format = await getFormatter();
  const times = lanes.flatMap(({ points }) => points.map(({ at }) => at.getTime()));
  if (times.length === 0) return null;
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const x = (at: Date) => (((at.getTime() - from) / Math.max(1, to - from)) * width).toFixed(1);
  const moment = (time: number) =>
    format.dateTime(new Date(time), {
      dateStyle: 'medium',
      timeStyle: 'short',
      hourCycle: 'h23',
      timeZone: 'UTC',
    });
  return (
    <figure className="max-w-2xl space-y-3">
      {lanes.map(({ name, label, points, isGrave }) => (
        <div key={name}>
          <p className="text-sm text-quiet" aria-hidden="true">
            {name}
          </p>
          <svg
            viewBox={`-2 0 ${width + 4} ${height + 1}`}
            role="img"
            aria-label={label(moment(from), moment(to), points.length)}
            className={`h-6 w-full ${isGrave ? 'text-bad' : 'text-accent'}`}
            preserveAspectRatio="none"
          >
            <path
              d={`M0 ${height}H${width}`}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
            <path
              d={points
                .map(({ at, isIn }) => `M${x(at)} ${height}V${isIn ? 0 : height / 2}`)
                .join('')}
              stroke="currentColor"
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
        </div>
      ))}
      <figcaption className="flex flex-wrap justify-between gap-x-4 *:last:ml-auto text-sm text-quiet">
        <span>{moment(from)} UTC</span>
        <span>{moment(to)} UTC</span>
      </figcaption>
    </figure>
  );
}
