import { LineChart } from '../../components/line-chart.tsx';
import { BarKey, LyingBar, StackedBars } from '../../components/stacked-bars.tsx';
import { TrendLine } from '../../components/trend-line.tsx';
import { Section } from '../../components/ui/section.tsx';

const days = [1, 2, 3, 4, 5, 6, 7].map((day) => new Date(Date.UTC(2026, 2, day)));
const [told, done, left] = [
  [0, 410, 800, 1190, 1580, 1600, 1600],
  [0, 60, 240, 520, 830, 1010, 1140],
  [1600, 1540, 1360, 1080, 770, 590, 460],
];

/** Drawn on the server, without a script; told apart by more than colour, and said in words beside. */
export function Charts() {
  return (
    <Section
      title="Charts"
      intro="Drawn on the server. Lines are told apart by their dashes too, and bars by a hatching; the same figures are there as a table. All figures here are examples."
    >
      <LineChart
        title="An example of a campaign, day by day"
        moments={days}
        series={[
          { name: 'Told', values: told },
          { name: 'Done', values: done },
          { name: 'Left', values: left },
        ]}
        words={{
          at: 'Day',
          table: 'As a table',
          latest: (name, count) => `${name}: ${count}`,
        }}
      />
      <figure className="space-y-2">
        <BarKey lower="Let in" upper="Turned away" />
        <StackedBars
          label="An example of sign-ins, day by day"
          bars={days.map((day, at) => ({
            key: day.toISOString(),
            lower: 20 + 7 * at,
            upper: at === 4 ? 60 : 5,
          }))}
        />
        <figcaption className="text-sm text-quiet">
          An example. The highest bar is the fifth day: 48 let in, 60 turned away.
        </figcaption>
      </figure>
      <figure className="space-y-2">
        <TrendLine
          points={days.map((at, index) => ({ at, value: left[index] ?? 0 }))}
          most={1600}
          label="An example of what is left, from 1600 to 460"
        />
        <figcaption className="text-sm text-quiet">An example: from 1600 to 460.</figcaption>
      </figure>
      <p className="flex items-center gap-3">
        <LyingBar lower={3} upper={5} most={8} /> An example in a table’s cell: 3 of one, 5 of the
        other.
      </p>
    </Section>
  );
}
