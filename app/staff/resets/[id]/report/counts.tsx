import { getFormatter, getTranslations } from 'next-intl/server';
import { DescriptionList } from '../../../../../components/ui/description-list.tsx';
import { Section } from '../../../../../components/ui/section.tsx';
import type { ResetProgress } from '../../../../../lib/resets/describe-reset.ts';

interface Props {
  progress: ResetProgress;
  /** Null while the auth service does not answer. */
  opened: number | null;
}

/** How many a reset has brought how far. */
export async function Counts({ progress: { mails, passwords }, opened }: Props) {
  const [t, format] = [await getTranslations('progress.report'), await getFormatter()];
  const say = (count: number | null | undefined) =>
    count === null || count === undefined ? t('unknown') : format.number(count);
  const items = [
    { term: t('concerned'), value: say(mails.concerned) },
    { term: t('withPassword'), value: say(passwords?.concerned) },
    { term: t('told'), value: say(mails.sent) },
    { term: t('opened'), value: say(opened) },
    { term: t('done'), value: say(passwords?.done) },
    { term: t('refused'), value: say(mails.refused) },
    { term: t('later'), value: say(mails.later) },
    { term: t('uncertain'), value: say(mails.uncertain) },
  ];
  return (
    <Section title={t('counts')}>
      <DescriptionList items={items} />
    </Section>
  );
}
