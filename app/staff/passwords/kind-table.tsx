import { getFormatter, getTranslations } from 'next-intl/server';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { VerdictOf } from '../../../lib/auth/contract.ts';

type Described = Extract<VerdictOf<'describe-passwords'>, { verdict: 'yes' }>;

/** How many passwords are stored in which form. */
export async function KindTable({ counts }: Pick<Described, 'counts'>) {
  const [t, format] = [await getTranslations('staff.passwords'), await getFormatter()];
  return (
    <Section title={t('kinds')} intro={t('kindsIntro')}>
      {counts.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <Table caption={t('kinds')}>
          <thead>
            <tr>
              {(['scheme', 'cost', 'pepper', 'count', 'state'] as const).map((column) => (
                <Th key={column} number={column === 'cost' || column === 'count'}>
                  {t(`column.${column}`)}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map(({ scheme, cost, pepperVersion, count, current }) => (
              <tr key={`${scheme} ${cost} ${pepperVersion}`}>
                <Td nowrap>
                  <code>{scheme}</code>
                </Td>
                <Td number>{format.number(cost)}</Td>
                <Td>{pepperVersion || '–'}</Td>
                <Td number>{format.number(count)}</Td>
                <Td nowrap>{t(current ? 'current' : 'outdated')}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
