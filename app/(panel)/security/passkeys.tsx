import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { ask } from '../../../lib/auth/client.ts';
import { passkeysMax, type VerdictOf } from '../../../lib/auth/contract.ts';
import { deviceWords, placeWords } from '../../../lib/words/surroundings.ts';

/** The customer's passkeys: each to be renamed or removed. */
export async function Passkeys({ customerId }: { customerId: string }) {
  const t = await getTranslations('passkeys');
  const listed = await ask('list-passkeys', { subject: customerId });
  if (listed.verdict !== 'yes') {
    return (
      <Section title={t('title')}>
        <p>{t('unavailable')}</p>
      </Section>
    );
  }
  const { passkeys } = listed;
  return (
    <Section title={t('title')} intro={t('intro')}>
      {passkeys.length === 0 ? <p>{t('none')}</p> : <PasskeyTable passkeys={passkeys} />}
      {passkeys.length < passkeysMax ? (
        <ButtonLink href="/security/passkeys/add">{t('add.link')}</ButtonLink>
      ) : (
        <p>{t('enough', { most: passkeysMax })}</p>
      )}
    </Section>
  );
}

type Listed = Extract<VerdictOf<'list-passkeys'>, { verdict: 'yes' }>['passkeys'];

async function PasskeyTable({ passkeys }: { passkeys: Listed }) {
  const [t, language] = [await getTranslations('passkeys'), await getLocale()];
  return (
    <Table caption={t('title')}>
      <thead>
        <tr>
          {(['name', 'created', 'used', 'where', 'synced'] as const).map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
          <Th>
            <span className="sr-only">{t('column.action')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {passkeys.map(({ passkey, name, createdAt, lastUsedAt, place, synced, ...device }) => (
          <tr key={passkey}>
            <Td>{name}</Td>
            <Td nowrap>
              <Moment at={new Date(createdAt)} />
            </Td>
            <Td nowrap>{lastUsedAt ? <Moment at={new Date(lastUsedAt)} /> : t('never')}</Td>
            <Td>
              {lastUsedAt
                ? `${deviceWords(device, language)}, ${placeWords(place ?? '', language)}`
                : null}
            </Td>
            <Td>{t(synced ? 'synced' : 'notSynced')}</Td>
            <Td nowrap>
              <span className="flex gap-x-4">
                {(['rename', 'remove'] as const).map((act) => (
                  <Link
                    key={act}
                    href={`/security/passkeys/${passkey}/${act}`}
                    prefetch={false}
                    aria-label={t(`${act}.named`, { name })}
                  >
                    {t(`${act}.link`)}
                  </Link>
                ))}
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
