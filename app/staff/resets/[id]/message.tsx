import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../components/ui/section.tsx';
import { renderMail } from '../../../../lib/mail/render.ts';
import { wordsOf } from '../../../../lib/resets/message.ts';
import { languages } from '../../../../lib/words/languages.ts';
import { MailShown } from '../mail-shown.tsx';
import { resetMailLink } from '../message-words.ts';

/** The mail of a reset as each customer gets it: for whoever approves it, and to be looked up. */
export async function Message({ reset }: { reset: { message: unknown; reason: string } }) {
  const t = await getTranslations('mailing');
  const link = resetMailLink();
  return (
    <Section title={t('mail.title')} intro={t('mail.intro')}>
      {languages.map((language) => {
        const mail = renderMail('forced-reset', language, { ...wordsOf(reset, language), link });
        return (
          <MailShown
            key={language}
            language={language}
            title={t(`preview.${language}`)}
            subject={mail.subject}
            text={mail.text}
          />
        );
      })}
    </Section>
  );
}
