import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../../components/ui/table.tsx';
import { findMembership } from '../../../../lib/accounts/find-membership.ts';
import { listPeople } from '../../../../lib/accounts/list-people.ts';
import { database } from '../../../../lib/manager/database.ts';

/** The account a customer belongs to, and who else does. */
export async function AccountPeople({ customerId }: { customerId: string }) {
  const t = await getTranslations('people');
  const membership = await findMembership(database(), customerId);
  if (!membership || membership.alone) {
    return (
      <Section title={t('staff.title')}>
        <p>{t(membership ? 'staff.alone' : 'staff.removed')}</p>
      </Section>
    );
  }
  const people = await listPeople(database(), membership);
  return (
    <Section title={t('staff.title')}>
      <Table caption={t('caption')}>
        <thead>
          <tr>
            <Th>{t('column.name')}</Th>
            <Th>{t('column.email')}</Th>
            <Th>{t('column.role')}</Th>
            <Th>{t('column.state')}</Th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <Td>
                {person.customerId && person.customerId !== customerId ? (
                  <Link href={`/staff/customers/${person.customerId}`} prefetch={false}>
                    {person.name}
                  </Link>
                ) : (
                  person.name
                )}
              </Td>
              <Td>{person.email}</Td>
              <Td>{t(person.role === 'owner' ? 'role.owner' : 'role.restricted')}</Td>
              <Td>{t(person.joinedAt ? 'state.active' : 'person.invitedAt')}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
