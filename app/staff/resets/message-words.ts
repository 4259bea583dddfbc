import 'server-only';
import { getTranslations } from 'next-intl/server';
import { frameResetMail } from '../../../lib/mail/frame-reset-mail.ts';
import { environment } from '../../../lib/manager/environment.ts';
import type { MessageField, ReadMessage } from '../../../lib/resets/message.ts';
import { subjectMax, textMax } from '../../../lib/resets/message-bounds.ts';
import { type Language, languages } from '../../../lib/words/languages.ts';
import { loadWords } from '../../../lib/words/load-words.ts';
import type { MessageLanguage, MessageWords } from './message-fields.tsx';

/** Where every mail of a reset leads. */
export function resetMailLink(): string {
  return new URL('/forgotten-password', environment().publicUrl).href;
}

/** All that the fields of a reset's message are told. */
export async function messageWords(): Promise<MessageWords> {
  const t = await getTranslations('mailing');
  const all = languages.map(
    (language): MessageLanguage => ({
      language,
      usual: usualMessage(language),
      frame: frameResetMail(language, resetMailLink()),
      words: {
        title: t(`title.${language}`),
        subject: t(`subject.${language}`),
        text: t(`text.${language}`),
        preview: t(`preview.${language}`),
      },
    }),
  );
  return { languages: all, hint: t('hint'), hold: t('hold') };
}

function usualMessage(language: Language): { subject: string; text: string } {
  const { mail, mailing } = loadWords(language);
  return { subject: mail['forced-reset'].subject, text: mailing.usual };
}

/** What is wrong with a message, in words, field by field. */
export async function sayMessageFaults(
  faults: ReadMessage['faults'],
): Promise<Partial<Record<MessageField, string>>> {
  const t = await getTranslations('mailing.error');
  const said = languages.flatMap((language) =>
    (['subject', 'text'] as const).flatMap((part): [MessageField, string][] => {
      const field = `${part}-${language}` as const;
      const fault = faults[field];
      if (!fault) return [];
      if (fault.fault === 'link') return [[field, t('link', { found: fault.found })]];
      if (fault.fault === 'empty')
        return [[field, t('empty', { usual: usualMessage(language)[part] })]];
      const max = part === 'subject' ? subjectMax : textMax;
      return [[field, t(fault.fault, { max })]];
    }),
  );
  return Object.fromEntries(said);
}
