import { getLocale, getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { DescriptionList } from '../../../components/ui/description-list.tsx';
import { deviceInWords } from '../../../lib/devices/device-in-words.ts';
import { notices } from '../../../lib/mail/templates.ts';
import { database } from '../../../lib/manager/database.ts';
import { placeInWords } from '../../../lib/places/place-in-words.ts';

/** What the mail that a link stands in said, and nothing more: the link may have been stolen. */
export async function DisownedNotice({ id, customerId }: { id: string; customerId: string }) {
  const told = await database().notification.findFirst({ where: { id, customerId } });
  const kind = notices.find((known) => known === told?.kind);
  if (!told || !kind) return null;
  const [t, mail, language] = [
    await getTranslations('notifications.disown'),
    await getTranslations('mail'),
    await getLocale(),
  ];
  const { address, userAgent } = told;
  return (
    <section className="rounded border border-line bg-panel p-4">
      <h2 className="mb-3 font-semibold">{mail(`${kind}.subject`)}</h2>
      <DescriptionList
        items={[
          { term: t('at'), value: <Moment at={told.at} /> },
          { term: t('address'), value: `${address} (${placeInWords(address, language)})` },
          { term: t('device'), value: deviceInWords(userAgent, language) },
        ]}
      />
    </section>
  );
}
