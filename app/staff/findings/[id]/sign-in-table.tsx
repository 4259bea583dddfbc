import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Table, Td, Th } from '../../../../components/ui/table.tsx';
import { entryWords } from '../../../../lib/activity/entry-words.ts';
import type { ActivityKind, Outcome } from '../../../../lib/activity/kinds.ts';
import type { Activity } from '../../../../lib/activity/list-activity.ts';
import { deviceInWords } from '../../../../lib/devices/device-in-words.ts';
import { placeInWords } from '../../../../lib/places/place-in-words.ts';
import type { Signal } from '../../../../lib/signals/get-signal.ts';

const columns = ['at', 'account', 'what', 'outcome', 'address', 'place', 'device'] as const;

/** The sign-ins that a finding is made of, oldest first. */
export async function SignInTable({ signIns }: Pick<Signal, 'signIns'>) {
  const [t, activity] = [await getTranslations('signals'), await getTranslations('activity')];
  const language = await getLocale();
  return (
    <Table caption={t('one.signIns')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {signIns.map((signIn) => (
          <tr key={String(signIn.id)}>
            <Td nowrap>
              <Moment at={signIn.at} />
            </Td>
            <Td>
              <Link href={`/staff/customers/${signIn.customer.id}`} prefetch={false}>
                {signIn.customer.name}
              </Link>
            </Td>
            <Td>
              {entryWords(activity, {
                kind: signIn.kind as ActivityKind,
                detail: signIn.detail as Activity['detail'],
              })}
            </Td>
            <Td nowrap>{activity(`outcome.${signIn.outcome as Outcome}`)}</Td>
            <Td nowrap>{signIn.address}</Td>
            <Td>{placeInWords(signIn.address, language)}</Td>
            <Td>{signIn.userAgent ? deviceInWords(signIn.userAgent, language) : null}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
