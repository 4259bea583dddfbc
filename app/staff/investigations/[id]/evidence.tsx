import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';

interface Props {
  investigationId: string;
  maySign: boolean;
  /** Why a bundle was not given, as the route that makes it says. */
  notice: string | string[] | undefined;
}

/** Where the evidence is signed and downloaded. */
export async function Evidence({ investigationId, maySign, notice }: Props) {
  const t = await getTranslations('investigations.evidence');
  const isFault = notice === 'refused' || notice === 'failed' || notice === 'cut';
  return (
    <Section title={t('title')} intro={t('intro')}>
      {isFault ? <Notice tone="bad">{t(notice)}</Notice> : null}
      {maySign ? (
        <form method="post" action={`/staff/investigations/${investigationId}/evidence`}>
          <SubmitButton>{t('submit')}</SubmitButton>
        </form>
      ) : (
        <p>{t('security')}</p>
      )}
    </Section>
  );
}
