import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../../components/ui/section.tsx';
import { wordsOf } from '../../../../../lib/resets/message.ts';
import { languages } from '../../../../../lib/words/languages.ts';

/** What customers were told, in each language that it was written in. */
export async function Said({ reset }: { reset: { message: unknown; reason: string } }) {
  const t = await getTranslations('progress.report');
  const written = reset.message === null ? languages.slice(0, 1) : languages;
  return (
    <Section title={t('reason')}>
      {written.map((language) => {
        const { subject, reason } = wordsOf(reset, language);
        return (
          <blockquote
            key={language}
            lang={reset.message === null ? undefined : language}
            className="max-w-prose border-l-4 border-line pl-4 whitespace-pre-line"
          >
            {subject ? <p className="font-medium">{subject}</p> : null}
            {reason}
          </blockquote>
        );
      })}
    </Section>
  );
}
