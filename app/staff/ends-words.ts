import { getTranslations } from 'next-intl/server';
import type { EndsWords } from './ends-fields.tsx';

/** Words for what a reset ends, to be handed to a form. */
export async function endsWords(): Promise<EndsWords> {
  const t = await getTranslations('lists.ends');
  return {
    title: t('title'),
    intro: t('intro'),
    sessions: t.raw('field.sessions'),
    devices: t.raw('field.devices'),
    links: t.raw('field.links'),
  };
}
