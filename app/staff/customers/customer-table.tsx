import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { FoundCustomer } from '../../../lib/customers/search-customers.ts';
import { StaffRole } from '../staff-role.tsx';

/** Customers found, each a way to their page. */
export async function CustomerTable({ customers }: { customers: FoundCustomer[] }) {
  const t = await getTranslations('staff.search');
  return (
    <Table caption={t('title')}>
      <thead>
        <tr>
          {(['name', 'email', 'company', 'since'] as const).map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <tr key={customer.id}>
            <Td>
              <Link href={`/staff/customers/${customer.id}`} prefetch={false}>
                {customer.name}
              </Link>{' '}
              <StaffRole role={customer.staffRole} />
            </Td>
            <Td>{customer.email}</Td>
            <Td>{customer.company}</Td>
            <Td nowrap>
              <Moment at={customer.createdAt} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
