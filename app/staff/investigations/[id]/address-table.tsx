import { getLocale, getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../../components/ui/table.tsx';
import {
  addressesMax,
  type TracedAddress,
} from '../../../../lib/investigations/trace-indicators.ts';
import { placeInWords } from '../../../../lib/places/place-in-words.ts';

const columns = ['address', 'place', 'accounts', 'entered', 'attempts', 'first', 'last'] as const;

/** Addresses, and what was tried from each. */
export async function AddressTable({ addresses }: { addresses: TracedAddress[] }) {
  const t = await getTranslations('investigations');
  const language = await getLocale();
  const isCut = addresses.length === addressesMax;
  const intro = [
    t('addresses.intro'),
    ...(isCut ? [t('addresses.cut', { max: addressesMax })] : []),
  ];
  return (
    <Section title={t('addresses.title')} intro={intro.join(' ')}>
      <Table caption={t('addresses.caption')}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Th key={column} number={['accounts', 'entered', 'attempts'].includes(column)}>
                {t(`column.${column}`)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {addresses.map((one) => (
            <tr key={one.address}>
              <Td nowrap>{one.address}</Td>
              <Td>{one.address ? placeInWords(one.address, language) : null}</Td>
              <Td number>{one.accounts}</Td>
              <Td number>{one.entered}</Td>
              <Td number>{one.attempts}</Td>
              <Td nowrap>
                <Moment at={one.firstAt} />
              </Td>
              <Td nowrap>
                <Moment at={one.lastAt} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
