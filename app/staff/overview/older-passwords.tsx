import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { TrendLine } from '../../../components/trend-line.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { Unavailable } from '../../../lib/auth/connect.ts';
import type { VerdictOf } from '../../../lib/auth/contract.ts';

type Described = VerdictOf<'describe-passwords'>;
type History = Extract<Described, { verdict: 'yes' }>['history'];

/** How many passwords are still stored in an older form. */
export async function OlderPasswords({ asked }: { asked: Promise<Described | Unavailable> }) {
  const t = await getTranslations('overview');
  const [told, title] = [await asked, t('older.title')];
  if (told.verdict !== 'yes') {
    return (
      <Section title={title}>
        <Notice tone="warn">{t('unknown')}</Notice>
      </Section>
    );
  }
  const { counts, history } = told;
  const sum = (kinds: typeof counts) => kinds.reduce((total, { count }) => total + count, 0);
  const [outdated, total] = [sum(counts.filter(({ current }) => !current)), sum(counts)];
  return (
    <Section title={title} intro={t('older.intro')}>
      <p>
        <span className="text-xl font-semibold">{t('older.count', { outdated })}</span>{' '}
        {t('older.of', { total })}
      </p>
      {history.length > 1 ? <Trend history={history} /> : <p>{t('firstDay')}</p>}
      <p>
        <Link href="/staff/passwords" prefetch={false}>
          {t('older.more')}
        </Link>
      </p>
    </Section>
  );
}

async function Trend({ history }: { history: History }) {
  const [t, format] = [await getTranslations('overview'), await getFormatter()];
  const date = (day: string) => format.dateTime(new Date(day), { dateStyle: 'medium' });
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last) return null;
  const [from, to] = [format.number(first.outdated), format.number(last.outdated)];
  return (
    <figure className="space-y-2">
      <TrendLine
        points={history.map(({ day, outdated }) => ({ at: new Date(day), value: outdated }))}
        most={Math.max(...history.map(({ outdated }) => outdated))}
        label={t('older.trend', { from, since: date(first.day), to, until: date(last.day) })}
      />
      <figcaption className="text-sm text-quiet">
        <span className="flex flex-wrap justify-between gap-x-4 *:last:ml-auto">
          <span>{t('onDay', { day: date(first.day), value: from })}</span>
          <span>{t('onDay', { day: date(last.day), value: to })}</span>
        </span>
        <span className="mt-1 block">{t('older.caption')}</span>
      </figcaption>
      <details>
        <summary className="text-sm">{t('asTable')}</summary>
        <Table caption={t('older.caption')}>
          <thead>
            <tr>
              <Th>{t('day')}</Th>
              <Th number>{t('older.title')}</Th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ day, outdated }) => (
              <tr key={day}>
                <Td nowrap>{date(day)}</Td>
                <Td number>{format.number(outdated)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </figure>
  );
}
