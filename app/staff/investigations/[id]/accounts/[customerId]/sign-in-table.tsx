import { getLocale, getTranslations } from 'next-intl/server';
import { Moment } from '../../../../../../components/moment.tsx';
import { Table, Td, Th } from '../../../../../../components/ui/table.tsx';
import { entryWords } from '../../../../../../lib/activity/entry-words.ts';
import { deviceInWords } from '../../../../../../lib/devices/device-in-words.ts';
import type { SignIn } from '../../../../../../lib/investigations/read-account.ts';
import { placeInWords } from '../../../../../../lib/places/place-in-words.ts';

const columns = ['at', 'what', 'outcome', 'match', 'address', 'place', 'device'] as const;

/** Sign-ins of an account, with those marked that the investigation asks after. */
export async function SignInTable({ signIns }: { signIns: SignIn[] }) {
  const [t, activity] = [
    await getTranslations('investigations'),
    await getTranslations('activity'),
  ];
  const language = await getLocale();
  return (
    <Table caption={t('account.signIns')}>
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
            <Td nowrap>{entryWords(activity, signIn)}</Td>
            <Td nowrap>{activity(`outcome.${signIn.outcome}`)}</Td>
            <Td nowrap>
              {signIn.isMatch ? <strong className="text-bad">{t('yes')}</strong> : t('no')}
            </Td>
            <Td nowrap>{signIn.address}</Td>
            <Td>{placeInWords(signIn.address, language)}</Td>
            <Td>{signIn.userAgent ? deviceInWords(signIn.userAgent, language) : null}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
