import { getTranslations } from 'next-intl/server';
import { Checkbox } from '../../../components/ui/checkbox.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { optionalKinds } from '../../../lib/notifications/kinds.ts';
import { saveMails } from './actions.ts';

/** Of which notifications mail is wanted. Those of security are not asked about. */
export async function ChooseMails({ unwanted }: { unwanted: ReadonlySet<string> }) {
  const t = await getTranslations('notifications.mails');
  return (
    <div id="mails">
      <Section title={t('title')} intro={t('intro')}>
        <form action={saveMails} className="space-y-4">
          {optionalKinds.map((kind) => (
            <Checkbox
              key={kind}
              name={kind}
              label={t(`kind.${kind}`)}
              defaultChecked={!unwanted.has(kind)}
            />
          ))}
          <SubmitButton tone="plain">{t('save')}</SubmitButton>
        </form>
        <p className="max-w-prose text-quiet">{t('always')}</p>
      </Section>
    </div>
  );
}
