import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { VerdictOf } from '../lib/auth/contract.ts';
import { deviceWords, placeWords } from '../lib/words/surroundings.ts';
import { Moment } from './moment.tsx';
import { Table, Td, Th } from './ui/table.tsx';

type Listed = Extract<VerdictOf<'list-devices'>, { verdict: 'yes' }>['devices'][number];

interface Props {
  devices: Listed[];
  /** What can be done with one, given what it is called. */
  act: (device: Listed, named: { device: string; place: string }) => ReactNode;
}

/** Devices on which a customer has signed in lately. */
export async function DeviceTable({ devices, act }: Props) {
  const [t, language] = [await getTranslations('devices'), await getLocale()];
  return (
    <Table caption={t('caption')}>
      <thead>
        <tr>
          {(['device', 'place', 'last'] as const).map((column) => (
            <Th key={column}>{t(column)}</Th>
          ))}
          <Th>
            <span className="sr-only">{t('action')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {devices.map((one) => {
          const [device, place] = [deviceWords(one, language), placeWords(one.place, language)];
          return (
            <tr key={one.device}>
              <Td>
                {device} {one.current ? <strong>{t('current')}</strong> : null}
              </Td>
              <Td>{place}</Td>
              <Td nowrap>
                <Moment at={new Date(one.lastSeenAt)} />
              </Td>
              <Td>{act(one, { device, place })}</Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
