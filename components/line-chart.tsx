import { scaleLinear, scaleTime } from 'd3-scale';
import { line } from 'd3-shape';
import { getFormatter } from 'next-intl/server';
import { Moment } from './moment.tsx';
import { Table, Td, Th } from './ui/table.tsx';

// Its own units: the drawing is stretched to the room there is, and no words are in it.
const [width, height] = [600, 200];

/** Told apart by dashes as well as by colour. */
const looks = [
  { colour: 'text-ink', dashes: '2 4' },
  { colour: 'text-accent', dashes: '8 4' },
  { colour: 'text-good', dashes: undefined },
  { colour: 'text-bad', dashes: '12 3 2 3' },
] as const;

export interface Series {
  name: string;
  /** One for each moment, none below zero. */
  values: readonly number[];
}

interface Props {
  /** What is shown, read out in place of the drawing. */
  title: string;
  /** From the first to the last, at least two. */
  moments: readonly Date[];
  /** No more than four. */
  series: readonly Series[];
  words: Record<'at' | 'table', string> & { latest: (name: string, count: number) => string };
}

/** Counts over time as lines, drawn on the server, with a legend in words and the same figures as a table. */
export async function LineChart({ title, moments, series, words }: Props) {
  const format = await getFormatter();
  const [first, last] = [moments[0], moments.at(-1)];
  if (!first || !last) return null;
  const most = Math.max(1, ...series.flatMap(({ values }) => values));
  const x = scaleTime([first, last], [0, width]);
  const y = scaleLinear([0, most], [height, 0]).nice(4);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const path = line<number>(
    (_, index) => x(moments[index] ?? last),
    (value) => y(value),
  );
  return (
    <figure className="break-inside-avoid">
      <Legend series={series} latest={words.latest} />
      <div className="mt-3 grid grid-cols-axis gap-x-2 text-sm text-quiet tabular-nums">
        <div aria-hidden="true" className="relative h-48 text-right sm:h-56">
          {/* As wide as its widest, and out of sight: the others stand at their heights. */}
          <span className="invisible">{format.number(ticks.at(-1) ?? most)}</span>
          {ticks.map((tick) => (
            <span
              key={tick}
              className="absolute right-0 -translate-y-1/2 leading-none"
              style={{ top: `${(y(tick) / height) * 100}%` }}
            >
              {format.number(tick)}
            </span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={title}
          preserveAspectRatio="none"
          className="h-48 w-full overflow-visible sm:h-56"
        >
          {ticks.map((tick) => (
            <path
              key={tick}
              d={`M0 ${y(tick)}H${width}`}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {series.map(({ name, values }, index) => (
            <path
              key={name}
              d={path([...values]) ?? undefined}
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              strokeDasharray={looks[index]?.dashes}
              className={looks[index]?.colour}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        <div className="col-start-2 mt-2 flex flex-wrap justify-between gap-x-4 *:last:ml-auto">
          <Moment at={first} />
          <Moment at={last} />
        </div>
      </div>
      <details className="mt-3">
        <summary className="w-fit cursor-pointer">{words.table}</summary>
        <Figures title={title} at={words.at} moments={moments} series={series} />
      </details>
    </figure>
  );
}

function Legend({ series, latest }: Pick<Props, 'series'> & Pick<Props['words'], 'latest'>) {
  return (
    <figcaption>
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {series.map(({ name, values }, index) => (
          <li key={name} className="flex items-center gap-2">
            <svg aria-hidden="true" viewBox="0 0 32 4" className="h-1 w-8 shrink-0">
              <path
                d="M0 2H32"
                stroke="currentColor"
                strokeWidth="2"
                strokeDasharray={looks[index]?.dashes}
                className={looks[index]?.colour}
              />
            </svg>
            <span className="tabular-nums">{latest(name, values.at(-1) ?? 0)}</span>
          </li>
        ))}
      </ul>
    </figcaption>
  );
}

async function Figures({ title, at, moments, series }: Omit<Props, 'words'> & { at: string }) {
  const format = await getFormatter();
  return (
    <Table caption={title}>
      <thead>
        <tr>
          <Th>{at}</Th>
          {series.map(({ name }) => (
            <Th key={name} number>
              {name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {moments.map((moment, index) => (
          <tr key={moment.getTime()}>
            <Td nowrap>
              <time dateTime={moment.toISOString()}>
                {`${format.dateTime(moment, { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' })} UTC`}
              </time>
            </Td>
            {series.map(({ name, values }) => (
              <Td key={name} number>
                {format.number(values[index] ?? 0)}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
