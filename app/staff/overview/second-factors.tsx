import { getFormatter, getTranslations } from 'next-intl/server';
import { TrendLine } from '../../../components/trend-line.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { Unavailable } from '../../../lib/auth/connect.ts';
import type { VerdictOf } from '../../../lib/auth/contract.ts';

type Told = VerdictOf<'describe-passwords'> | Unavailable;
type Day = { day: string; accounts: number; count: number };

/** How many of those who have a password have an authenticator besides. */
export async function SecondFactors({ asked }: { asked: Promise<Told> }) {
  const [t, format] = [await getTranslations('overview'), await getFormatter()];
  const [told, title] = [await asked, t('secondFactors.title')];
  if (told.verdict !== 'yes') {
    return (
      <Section title={title}>
        <Notice tone="warn">{t('unknown')}</Notice>
      </Section>
    );
  }
  const { count, history } = told.secondFactors;
  const accounts = told.counts.reduce((total, kind) => total + kind.count, 0);
  return (
    <Section title={title} intro={t('secondFactors.intro')}>
      {accounts === 0 ? (
        <p>{t('secondFactors.none')}</p>
      ) : (
        <p>
          <span className="text-xl font-semibold">{share(format, count, accounts)}</span>{' '}
          {t('secondFactors.of', { count, accounts })}
        </p>
      )}
      {history.length > 1 ? <Trend history={history} /> : <p>{t('firstDay')}</p>}
    </Section>
  );
}

async function Trend({ history }: { history: Day[] }) {
  const [t, format] = [await getTranslations('overview'), await getFormatter()];
  const date = (day: string) => format.dateTime(new Date(day), { dateStyle: 'medium' });
  const shareOf = ({ count, accounts }: Day) => share(format, count, accounts);
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return null;
  return (
    <figure className="space-y-2">
      <TrendLine
        points={history.map(({ day, count, accounts }) => ({
          at: new Date(day),
          value: accounts ? count / accounts : 0,
        }))}
        most={1}
        label={t('secondFactors.trend', {
          from: shareOf(first),
          since: date(first.day),
          to: shareOf(last),
          until: date(last.day),
        })}
      />
      <figcaption className="text-sm text-quiet">
        <span className="flex flex-wrap justify-between gap-x-4 *:last:ml-auto">
          <span>{t('onDay', { day: date(first.day), value: shareOf(first) })}</span>
          <span>{t('onDay', { day: date(last.day), value: shareOf(last) })}</span>
        </span>
        <span className="mt-1 block">{t('secondFactors.caption')}</span>
      </figcaption>
      <details>
        <summary className="text-sm">{t('asTable')}</summary>
        <Table caption={t('secondFactors.caption')}>
          <thead>
            <tr>
              <Th>{t('day')}</Th>
              <Th number>{t('secondFactors.with')}</Th>
              <Th number>{t('secondFactors.accounts')}</Th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ day, count, accounts }) => (
              <tr key={day}>
                <Td nowrap>{date(day)}</Td>
                <Td number>{format.number(count)}</Td>
                <Td number>{format.number(accounts)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </figure>
  );
}

function share(
  format: Awaited<ReturnType<typeof getFormatter>>,
  count: number,
  accounts: number,
): string {
  return format.number(accounts ? count / accounts : 0, {
    style: 'percent',
    maximumFractionDigits: 1,
  });
}
