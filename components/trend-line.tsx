import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

export interface TrendPoint {
  at: Date;
  value: number;
}

const [width, height] = [600, 80];

/**
 * A small line over time, from nothing to `most`. What it shows must stand in words beside it too.
 *
 * @param label what it says to whoever cannot see it.
 */
export function TrendLine({
  points,
  most,
  label,
}: {
  points: TrendPoint[];
  most: number;
  label: string;
}) {
  const times = points.map(({ at }) => at.getTime());
  const x = scaleLinear([Math.min(...times), Math.max(...times)], [0, width]);
  const y = scaleLinear([0, Math.max(1, most)], [height, 0]);
  const draw = line<TrendPoint>(
    ({ at }) => x(at.getTime()),
    ({ value }) => y(value),
  );
  return (
    <svg
      viewBox={`-4 -4 ${width + 8} ${height + 8}`}
      role="img"
      aria-label={label}
      className="block h-20 w-full text-accent"
      preserveAspectRatio="none"
    >
      <path d={`M0 ${height}H${width}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
      <path
        d={draw(points) ?? ''}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
