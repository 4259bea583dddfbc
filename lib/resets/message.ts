import { z } from 'zod';
import { type Language, languages } from '../words/languages.ts';
import { faultOf, subjectMax, type TextFault, textMax, tidyText } from './message-bounds.ts';

const inOne = z.strictObject({ subject: z.string().min(1), text: z.string().min(1) });

/** What the mail of a reset says, in each language: the parts that staff write. */
const resetMessage = z.strictObject({ en: inOne, fr: inOne } satisfies Record<
  Language,
  typeof inOne
>);
export type ResetMessage = z.infer<typeof resetMessage>;

export type MessagePart = 'subject' | 'text';
/** The form's name of a part in one language. */
export type MessageField = `${MessagePart}-${Language}`;
export const messageFields = languages.flatMap((language): MessageField[] => [
  `subject-${language}`,
  `text-${language}`,
]);

export interface ReadMessage {
  message: ResetMessage;
  /** By field; with any, the message is not to be used. */
  faults: Partial<Record<MessageField, TextFault>>;
}

/** Reads the message that somebody typed, field by field. */
export function readMessage(typed: (field: MessageField) => string): ReadMessage {
  const faults: ReadMessage['faults'] = {};
  const read = languages.map((language) => {
    const subject = typed(`subject-${language}`).toWellFormed().trim();
    const text = tidyText(typed(`text-${language}`));
    const wrong = {
      subject: faultOf(subject, { max: subjectMax, lines: false }),
      text: faultOf(text, { max: textMax, lines: true }),
    };
    if (wrong.subject) faults[`subject-${language}`] = wrong.subject;
    if (wrong.text) faults[`text-${language}`] = wrong.text;
    return [language, { subject, text }] as const;
  });
  return { message: Object.fromEntries(read) as ResetMessage, faults };
}

/** The reason that the auth service keeps, and tells whoever knows the old password. */
export function reasonOf(message: ResetMessage): string {
  return message[languages[0]].text;
}

/**
 * A reset's mail in one language.
 *
 * @param reset as stored; one without a message says its reason in every language.
 */
export function wordsOf(
  reset: { message: unknown; reason: string },
  language: Language,
): { subject?: string; reason: string } {
  if (reset.message === null) return { reason: reset.reason };
  const { subject, text } = resetMessage.parse(reset.message)[language];
  return { subject, reason: text };
}
