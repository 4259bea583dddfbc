import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { DescriptionList } from '../../../components/ui/description-list.tsx';
import { Section } from '../../../components/ui/section.tsx';
import type { VerdictOf } from '../../../lib/auth/contract.ts';
import { Trend } from './trend.tsx';

type Described = Extract<VerdictOf<'describe-passwords'>, { verdict: 'yes' }>;

/** How far the replacement of outdated hashes has come, and when it will be over. */
export async function BurnDown({ told }: { told: Described }) {
  const [t, format] = [await getTranslations('staff.passwords'), await getFormatter()];
  const { counts, oldestDormant, history, projectedEnd } = told;
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' });
  const sum = (kinds: typeof counts) => kinds.reduce((total, { count }) => total + count, 0);
  const outdated = sum(counts.filter(({ current }) => !current));
  const end = outdated === 0 ? t('endReached') : projectedEnd ? day(projectedEnd) : t('endUnknown');
  return (
    <Section title={t('burnDown')} intro={t('burnDownIntro')}>
      <DescriptionList
        items={[
          { term: t('left'), value: t('leftOf', { outdated, total: sum(counts) }) },
          { term: t('end'), value: end },
          {
            term: t('dormant'),
            value: oldestDormant ? (
              <Link href={`/staff/customers/${oldestDormant.subject}`} prefetch={false}>
                {t('dormantSince', { at: day(oldestDormant.passwordSetAt) })}
              </Link>
            ) : (
              t('dormantNone')
            ),
          },
        ]}
      />
      {history.length > 1 ? <Trend history={history} /> : null}
    </Section>
  );
}
