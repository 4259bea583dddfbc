import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Table, Td, Th } from '../../../../components/ui/table.tsx';
import type { AccountFactors } from '../../../../lib/investigations/describe-accounts.ts';
import type { Standing } from '../../../../lib/investigations/list-entries.ts';
import type { TracedAccount } from '../../../../lib/investigations/trace-indicators.ts';
import { PasswordWorth, SecondFactor } from '../factors.tsx';
import { Mark } from '../mark.tsx';

interface Props {
  caption: string;
  /** Of one verdict. */
  accounts: TracedAccount[];
  factors: Map<string, AccountFactors> | null;
  standings: Map<string, Standing>;
  /** Path of the investigation. */
  here: string;
}

const columns = [
  'account',
  'mark',
  'in',
  'firstTry',
  'secondFactor',
  'password',
  'addresses',
  'attempts',
  'span',
] as const;

/** Accounts that were touched, and what is known of each. */
export async function AccountTable({ caption, accounts, factors, standings, here }: Props) {
  const t = await getTranslations('investigations');
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column} number={column === 'attempts'} wraps>
              {t(`column.${column}`)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {accounts.map((account) => (
          <tr key={account.customerId}>
            <Td>
              <Link href={`${here}/accounts/${account.customerId}`} prefetch={false}>
                {account.name}
              </Link>
              <span className="block">{account.email}</span>
            </Td>
            <Td>
              <Mark standing={standings.get(account.customerId)} />
            </Td>
            <Td nowrap>{t(account.entries > 0 ? 'yes' : 'no')}</Td>
            <Td>
              {t(account.verdict === 'first-try' ? 'yes' : 'no')}
              {account.verdict === 'first-try' && !account.signedInBefore ? (
                <span className="block text-quiet">{t('firstEver')}</span>
              ) : null}
            </Td>
            <Td>
              <SecondFactor account={account} factors={factors?.get(account.customerId)} />
            </Td>
            <Td>
              <PasswordWorth account={account} factors={factors?.get(account.customerId)} />
            </Td>
            <Td nowrap>
              <Addresses account={account} />
            </Td>
            <Td number>{account.attempts}</Td>
            <Td>
              <Moment at={account.firstAt} />{' '}
              {account.attempts > 1 ? <Moment at={account.lastAt} /> : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

async function Addresses({ account: { addresses, addressCount } }: { account: TracedAccount }) {
  const t = await getTranslations('investigations');
  return (
    <>
      {addresses.map(({ address, others }) => (
        <span key={address} className="block">{`${address} (${others})`}</span>
      ))}
      {addressCount > addresses.length ? (
        <span className="block text-quiet">
          {t('andMore', { count: addressCount - addresses.length })}
        </span>
      ) : null}
    </>
  );
}
