import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { close } from './close.ts';
import { PlainForm } from './plain-form.tsx';

interface Props {
  reset: { id: string; closing: { closedAt: Date; closer: { name: string } } | null };
  /** Whether whoever reads this may close it. */
  decides: boolean;
}

/** That a reset in force is closed, and by whom; or the way to close it. */
export async function Closing({ reset: { id, closing }, decides }: Props) {
  const [t, common] = [await getTranslations('progress.close'), await getTranslations('common')];
  if (closing) {
    return (
      <Notice tone="info" title={t('closed')}>
        <p>
          {t.rich('closedBy', {
            name: closing.closer.name,
            moment: () => <Moment at={closing.closedAt} />,
          })}
        </p>
        <p>{t('stands')}</p>
      </Notice>
    );
  }
  if (!decides) return null;
  return (
    <Section title={t('title')} intro={t('intro')}>
      <PlainForm
        action={close}
        resetId={id}
        words={{ submit: t('submit'), pending: common('pending') }}
      />
    </Section>
  );
}
