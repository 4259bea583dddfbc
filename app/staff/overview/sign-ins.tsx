import { getFormatter, getTranslations } from 'next-intl/server';
import { BarKey, StackedBars } from '../../../components/stacked-bars.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { database } from '../../../lib/manager/database.ts';
import { countSignIns, type SignInStep } from '../../../lib/overview/count-sign-ins.ts';
import type { Window } from '../../../lib/overview/window.ts';
import { orMissing } from './or-missing.ts';

/** Sign-ins over the window, yes and no. */
export async function SignIns({ window }: { window: Window }) {
  const t = await getTranslations('overview');
  const steps = await orMissing(() => countSignIns(database(), window));
  const total = (steps ?? []).reduce((sum, { yes, no }) => sum + yes + no, 0);
  return (
    <Section title={t('signIns.title')} intro={t('signIns.intro')}>
      {!steps ? <Notice tone="warn">{t('unknown')}</Notice> : null}
      {steps && total === 0 ? <p>{t('signIns.none')}</p> : null}
      {steps && total > 0 ? <Chart window={window} steps={steps} /> : null}
    </Section>
  );
}

async function Chart({ window, steps }: { window: Window; steps: SignInStep[] }) {
  const [t, format] = [await getTranslations('overview'), await getFormatter()];
  const sum = (pick: (step: SignInStep) => number) =>
    steps.reduce((total, step) => total + pick(step), 0);
  const busiest = steps.reduce((a, b) => (b.yes + b.no > a.yes + a.no ? b : a));
  const when = (at: Date) =>
    window.stepHours === 24
      ? format.dateTime(at, { day: 'numeric', month: 'short' })
      : `${format.dateTime(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} UTC`;
  const totals = { yes: sum(({ yes }) => yes), no: sum(({ no }) => no) };
  const most = t('signIns.busiest', { count: busiest.yes + busiest.no, at: when(busiest.at) });
  const caption = t(`signIns.caption.${window.name}`);
  return (
    <>
      <p className="text-xl font-semibold">{t('signIns.totals', totals)}</p>
      <figure className="space-y-2">
        <BarKey lower={t('yes')} upper={t('no')} />
        <StackedBars
          label={`${caption} ${t('signIns.totals', totals)}. ${most}`}
          bars={steps.map(({ at, yes, no }) => ({ key: at.toISOString(), lower: yes, upper: no }))}
        />
        <figcaption className="text-sm text-quiet">
          <span className="flex flex-wrap justify-between gap-x-4 *:last:ml-auto">
            <span>{when(window.from)}</span>
            <span>{t('now')}</span>
          </span>
          <span className="mt-1 block">{`${caption} ${most}`}</span>
        </figcaption>
      </figure>
      <details>
        <summary className="text-sm">{t('asTable')}</summary>
        <Table caption={caption}>
          <thead>
            <tr>
              <Th>{t('signIns.since')}</Th>
              <Th number>{t('yes')}</Th>
              <Th number>{t('no')}</Th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ at, yes, no }) => (
              <tr key={at.toISOString()}>
                <Td nowrap>{when(at)}</Td>
                <Td number>{format.number(yes)}</Td>
                <Td number>{format.number(no)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </>
  );
}
