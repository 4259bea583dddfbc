import { getTranslations } from 'next-intl/server';
import { LineChart } from '../../../../components/line-chart.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import type { ResetChart } from '../../../../lib/resets/chart-reset.ts';

/** How a reset has come along, from its cutoff until now. */
export async function Curve({ chart }: { chart: ResetChart }) {
  const t = await getTranslations('progress.curve');
  const { moments, told, opened, done, bounced } = chart;
  const series = [
    { name: t('told'), values: told },
    ...(opened && done
      ? [
          { name: t('opened'), values: opened },
          { name: t('done'), values: done },
        ]
      : []),
    { name: t('bounced'), values: bounced },
  ];
  return (
    <Section title={t('title')}>
      {opened ? (
        <p>{t('openedSoFar', { count: opened.at(-1) ?? 0 })}</p>
      ) : (
        <Notice tone="warn">{t('unknown')}</Notice>
      )}
      <LineChart
        title={t('title')}
        moments={moments}
        series={series}
        words={{
          at: t('at'),
          table: t('table'),
          latest: (name, count) => t('latest', { name, count }),
        }}
      />
      <p className="max-w-prose text-sm text-quiet">{t('meaning')}</p>
    </Section>
  );
}
