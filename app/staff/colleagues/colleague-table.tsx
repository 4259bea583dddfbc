import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { Colleague } from '../../../lib/staff/list-colleagues.ts';
import { StaffRole } from '../staff-role.tsx';

interface Props {
  colleagues: Colleague[];
  /** Who reads this, where they may change roles; nobody changes their own. */
  changeableBy: string | null;
}

/** Who is staff, of which role, and when they were last here. */
export async function ColleagueTable({ colleagues, changeableBy }: Props) {
  const t = await getTranslations('colleagues');
  return (
    <Table caption={t('title')}>
      <thead>
        <tr>
          {(['name', 'email', 'role', 'signedIn'] as const).map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
          {changeableBy ? <Th>{t('column.change')}</Th> : null}
        </tr>
      </thead>
      <tbody>
        {colleagues.map(({ id, name, email, staffRole, signedInAt, unclear }) => (
          <tr key={id}>
            <Td>{name}</Td>
            <Td>{email}</Td>
            <Td>
              <StaffRole role={staffRole} />
              {unclear ? <p className="mt-1 text-warn">{t('unclearRow')}</p> : null}
            </Td>
            <Td nowrap>{signedInAt ? <Moment at={signedInAt} /> : t('never')}</Td>
            {changeableBy ? (
              <Td nowrap>
                {id === changeableBy ? (
                  t('you')
                ) : (
                  <Link
                    href={`/staff/colleagues/${id}`}
                    prefetch={false}
                    aria-label={t('changeOf', { name })}
                  >
                    {t('change')}
                  </Link>
                )}
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
