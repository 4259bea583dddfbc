import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../components/ui/section.tsx';

interface Props {
  reset: Record<'endsSessions' | 'endsDevices' | 'endsLinks', boolean>;
}

/** What a reset ends besides passwords, for whoever approves it or looks it up. */
export async function Ends({ reset: { endsSessions, endsDevices, endsLinks } }: Props) {
  const t = await getTranslations('lists.ends');
  const said = [
    t(endsSessions ? 'said.sessions' : 'said.sessionsStay'),
    t(endsDevices ? 'said.devices' : 'said.devicesStay'),
    t(endsLinks ? 'said.links' : 'said.linksStay'),
  ];
  return (
    <Section title={t('title')}>
      <ul className="max-w-prose list-disc space-y-1 pl-5">
        {said.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </Section>
  );
}
