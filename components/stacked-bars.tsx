import { scaleBand, scaleLinear } from 'd3-scale';
import { useId } from 'react';

export interface Bar {
  /** Which of the bars it is, told apart from the others. */
  key: string;
  lower: number;
  upper: number;
}

const [width, height] = [600, 140];

/**
 * Bars of two parts, the upper one hatched so that they are told apart without colour. What it shows must stand
 * in words beside it too.
 *
 * @param label what it says to whoever cannot see it.
 */
export function StackedBars({ bars, label }: { bars: Bar[]; label: string }) {
  const hatch = useId();
  const most = Math.max(1, ...bars.map(({ lower, upper }) => lower + upper));
  const x = scaleBand(
    bars.map(({ key }) => key),
    [0, width],
  ).padding(0.2);
  const y = scaleLinear([0, most], [height, 0]);
  return (
    <svg
      viewBox={`0 -2 ${width} ${height + 4}`}
      role="img"
      aria-label={label}
      className="block h-36 w-full"
      preserveAspectRatio="none"
    >
      <Hatch id={hatch} />
      <path d={`M0 ${height}H${width}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
      {bars.map(({ key, lower, upper }) => (
        <g key={key}>
          <rect
            x={x(key)}
            y={y(lower)}
            width={x.bandwidth()}
            height={height - y(lower)}
            className="fill-accent"
          />
          <rect
            x={x(key)}
            y={y(lower + upper)}
            width={x.bandwidth()}
            height={y(lower) - y(lower + upper)}
            fill={`url(#${hatch})`}
            className={upper > 0 ? 'stroke-bad' : ''}
            vectorEffect="non-scaling-stroke"
          />
        </g>
      ))}
    </svg>
  );
}

/** One bar lying down, of the same two parts, as long as its share of `most`. Says nothing by itself. */
export function LyingBar({ lower, upper, most }: { lower: number; upper: number; most: number }) {
  const hatch = useId();
  const x = scaleLinear([0, Math.max(1, most)], [0, 100]);
  return (
    <svg
      viewBox="0 0 100 12"
      aria-hidden="true"
      className="block h-3 w-24"
      preserveAspectRatio="none"
    >
      <Hatch id={hatch} />
      <rect width={x(lower)} height="12" className="fill-accent" />
      <rect x={x(lower)} width={x(upper)} height="12" fill={`url(#${hatch})`} />
    </svg>
  );
}

/** The two patterns by name. */
export function BarKey({ lower, upper }: { lower: string; upper: string }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-quiet">
      {[
        { name: lower, bar: <LyingBar lower={1} upper={0} most={1} /> },
        { name: upper, bar: <LyingBar lower={0} upper={1} most={1} /> },
      ].map(({ name, bar }) => (
        <li key={name} className="flex items-center gap-2">
          <span className="inline-block w-6 overflow-hidden">{bar}</span>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" className="fill-bad-tint" />
      <path d="M0 6L6 0" className="stroke-bad" strokeWidth="1.5" />
    </pattern>
  );
}
