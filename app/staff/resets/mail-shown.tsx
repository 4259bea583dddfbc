import type { Language } from '../../../lib/words/languages.ts';

interface Props {
  language: Language;
  title: string;
  subject: string;
  text: string;
}

/** A mail as it reaches a mailbox: its subject and its text, character by character. */
export function MailShown({ language, title, subject, text }: Props) {
  return (
    <details className="rounded border border-line px-4 py-3" open>
      <summary className="font-medium">{title}</summary>
      <div lang={language} className="mt-3 space-y-3 border-t border-line pt-3">
        <p className="font-semibold break-words">{subject}</p>
        <p className="text-sm break-words whitespace-pre-wrap">{text}</p>
      </div>
    </details>
  );
}
