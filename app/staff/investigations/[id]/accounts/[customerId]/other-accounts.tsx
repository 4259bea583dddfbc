import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Table, Td, Th } from '../../../../../../components/ui/table.tsx';
import type { AccountHistory } from '../../../../../../lib/investigations/read-account.ts';

interface Props {
  others: AccountHistory['others'];
  /** Path of the investigation. */
  here: string;
}

/** Other accounts that were tried from the same addresses. */
export async function OtherAccounts({ others, here }: Props) {
  const t = await getTranslations('investigations');
  if (others.length === 0) return <p>{t('account.othersNone')}</p>;
  return (
    <Table caption={t('account.others')}>
      <thead>
        <tr>
          {(['account', 'email', 'in', 'attempts'] as const).map((column) => (
            <Th key={column} number={column === 'attempts'}>
              {t(`column.${column}`)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {others.map((one) => (
          <tr key={one.customerId}>
            <Td>
              <Link href={`${here}/accounts/${one.customerId}`} prefetch={false}>
                {one.name}
              </Link>
            </Td>
            <Td>{one.email}</Td>
            <Td>{t(one.entries > 0 ? 'yes' : 'no')}</Td>
            <Td number>{one.attempts}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
