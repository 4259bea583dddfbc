'use client';

import { useState } from 'react';
import { Field } from '../../../components/ui/field.tsx';
import { TextArea } from '../../../components/ui/text-area.tsx';
import type { MailFrame } from '../../../lib/mail/frame-reset-mail.ts';
import { quoteLines } from '../../../lib/mail/quote-lines.ts';
import type { MessageField } from '../../../lib/resets/message.ts';
import { tidyText } from '../../../lib/resets/message-bounds.ts';
import type { Language } from '../../../lib/words/languages.ts';
import { MailShown } from './mail-shown.tsx';

/** A language customers read, with what the mail says in it unless staff write something else. */
export interface MessageLanguage {
  language: Language;
  usual: { subject: string; text: string };
  frame: MailFrame;
  words: Record<'title' | 'subject' | 'text' | 'preview', string>;
}

/** All that a form with a message is told. */
export interface MessageWords {
  languages: MessageLanguage[];
  hint: string;
  /** Beside the box that holds the mails back. */
  hold: string;
}

interface Props extends Omit<MessageWords, 'hold'> {
  values: Partial<Record<MessageField, string>> | undefined;
  errors: Partial<Record<MessageField, string>> | undefined;
}

/** The message of a reset in each language, each with the mail as it will leave. */
export function MessageFields({ languages, hint, values, errors }: Props) {
  return languages.map((one) => (
    <InOneLanguage key={one.language} {...{ ...one, hint, values, errors }} />
  ));
}

function InOneLanguage(props: MessageLanguage & Omit<Props, 'languages'>) {
  const { language, usual, frame, words, hint, values, errors } = props;
  const fields = { subject: `subject-${language}`, text: `text-${language}` } as const;
  const [subject, setSubject] = useState(values?.[fields.subject] ?? usual.subject);
  const [text, setText] = useState(values?.[fields.text] ?? usual.text);
  return (
    <fieldset className="space-y-4">
      <legend className="mb-2 font-medium">{words.title}</legend>
      <Field
        label={words.subject}
        name={fields.subject}
        lang={language}
        autoComplete="off"
        required
        defaultValue={values?.[fields.subject] ?? usual.subject}
        onChange={(event) => setSubject(event.target.value)}
        error={errors?.[fields.subject]}
      />
      <TextArea
        label={words.text}
        name={fields.text}
        lang={language}
        rows={5}
        required
        hint={hint}
        defaultValue={values?.[fields.text] ?? usual.text}
        onChange={(event) => setText(event.target.value)}
        error={errors?.[fields.text]}
      />
      <MailShown
        language={language}
        title={words.preview}
        subject={subject.trim()}
        text={frame.before + quoteLines(tidyText(text)) + frame.after}
      />
    </fieldset>
  );
}
