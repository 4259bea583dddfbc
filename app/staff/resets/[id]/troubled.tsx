import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../../components/ui/table.tsx';
import { type ResetProgress, troubledMax } from '../../../../lib/resets/describe-reset.ts';

/** Customers whose mail went wrong, or may have. */
export async function Troubled({ troubled }: { troubled: ResetProgress['troubled'] }) {
  const t = await getTranslations('staff.reset');
  const full = troubled.length === troubledMax;
  return (
    <Section title={t('troubled')} intro={full ? t('troubledMax', { max: troubledMax }) : null}>
      <Table caption={t('troubled')}>
        <thead>
          <tr>
            {(['name', 'email', 'trouble'] as const).map((column) => (
              <Th key={column}>{t(`column.${column}`)}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {troubled.map((customer) => (
            <tr key={customer.id}>
              <Td>
                <Link href={`/staff/customers/${customer.id}`} prefetch={false}>
                  {customer.name}
                </Link>
              </Td>
              <Td>{customer.email}</Td>
              <Td>{t(`trouble.${customer.trouble}`)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
