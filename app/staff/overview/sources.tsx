import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { BarKey, LyingBar } from '../../../components/stacked-bars.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { database } from '../../../lib/manager/database.ts';
import { listSources } from '../../../lib/overview/list-sources.ts';
import type { Window } from '../../../lib/overview/window.ts';
import { placeInWords } from '../../../lib/places/place-in-words.ts';
import { orMissing } from './or-missing.ts';

/** Where most sign-ins of the window came from. */
export async function Sources({ window }: { window: Window }) {
  const [t, format, language] = [
    await getTranslations('overview'),
    await getFormatter(),
    await getLocale(),
  ];
  const sources = await orMissing(() => listSources(database(), window));
  const most = Math.max(1, ...(sources ?? []).map(({ yes, no }) => yes + no));
  const accounts = (count: number, atLeast: boolean) =>
    atLeast ? t('sources.atLeast', { count }) : format.number(count);
  return (
    <Section title={t('sources.title')} intro={t('sources.intro')}>
      {!sources ? <Notice tone="warn">{t('unknown')}</Notice> : null}
      {sources?.length === 0 ? <p>{t('sources.none')}</p> : null}
      {sources && sources.length > 0 ? (
        <>
          <BarKey lower={t('yes')} upper={t('no')} />
          <Table caption={t('sources.caption')}>
            <thead>
              <tr>
                <Th>{t('sources.network')}</Th>
                <Th>{t('sources.place')}</Th>
                <Th number>{t('yes')}</Th>
                <Th number>{t('no')}</Th>
                <Th number>{t('sources.accounts')}</Th>
              </tr>
            </thead>
            <tbody>
              {sources.map(({ network, yes, no, accounts: tried, accountsAtLeast }) => (
                <tr key={network}>
                  <Td nowrap>
                    {network}
                    <LyingBar lower={yes} upper={no} most={most} />
                  </Td>
                  <Td>{placeInWords(network.split('/')[0] ?? '', language)}</Td>
                  <Td number>{format.number(yes)}</Td>
                  <Td number>{format.number(no)}</Td>
                  <Td number>{accounts(tried, accountsAtLeast)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </>
      ) : null}
    </Section>
  );
}
