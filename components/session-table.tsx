import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { deviceInWords } from '../lib/devices/device-in-words.ts';
import { placeInWords } from '../lib/places/place-in-words.ts';
import type { ListedSession } from '../lib/sessions/list-sessions.ts';
import { Moment } from './moment.tsx';
import { Table, Td, Th } from './ui/table.tsx';

interface Props {
  sessions: ListedSession[];
  /** The reader's own. */
  currentId?: string;
  /** What can be done with one, given what it is called; nothing where it is left out. */
  act?: (session: ListedSession, named: { device: string; place: string }) => ReactNode;
}

/** Live sessions of an account. */
export async function SessionTable({ sessions, currentId, act }: Props) {
  const t = await getTranslations('security.sessions');
  const language = await getLocale();
  return (
    <Table caption={t('caption')}>
      <thead>
        <tr>
          {(['device', 'place', 'first', 'last'] as const).map((column) => (
            <Th key={column}>{t(column)}</Th>
          ))}
          {act ? (
            <Th>
              <span className="sr-only">{t('action')}</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => {
          const device = deviceInWords(session.userAgent, language);
          const place = placeInWords(session.address, language);
          return (
            <tr key={session.id}>
              <Td>{device}</Td>
              <Td>
                {place} <span className="text-quiet">{session.address}</span>
              </Td>
              <Td nowrap>
                <Moment at={session.startedAt} />
              </Td>
              <Td nowrap>
                <Moment at={session.lastUsedAt} />
              </Td>
              {act ? (
                <Td nowrap>
                  {session.id === currentId ? t('this') : act(session, { device, place })}
                </Td>
              ) : null}
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
