export type MailWords = Record<
  'subject' | 'greeting' | 'text' | 'what' | 'button' | 'signature',
  string
>;

interface Props {
  reason: string;
  mail: MailWords;
  words: Record<'preview' | 'previewIntro' | 'previewEmpty' | 'previewLink', string>;
}

/** The mail as customers will read it, with the reason as far as it is typed. */
export function MailPreview({ reason, mail, words }: Props) {
  return (
    <details className="rounded border border-line px-4 py-3" open>
      <summary className="font-medium">{words.preview}</summary>
      <p className="mt-1 text-sm text-quiet">{words.previewIntro}</p>
      <div className="mt-3 space-y-3 border-t border-line pt-3 text-sm">
        <p className="font-semibold">{mail.subject}</p>
        <p>{mail.greeting}</p>
        <p>{mail.text}</p>
        <blockquote className="border-l-4 border-line pl-4 whitespace-pre-line">
          {reason.trim() || <span className="text-quiet">{words.previewEmpty}</span>}
        </blockquote>
        <p>{mail.what}</p>
        <p>
          {mail.button} <span className="text-quiet">{words.previewLink}</span>
        </p>
        <p>{mail.signature}</p>
      </div>
    </details>
  );
}
