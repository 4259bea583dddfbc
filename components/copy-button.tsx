'use client';

import { useState } from 'react';
import { useIsScripted } from './is-scripted.ts';
import { buttonClasses } from './ui/button-classes.ts';

interface Props {
  /** What goes into the clipboard. May be secret: it is on the page already. */
  text: string;
  words: Record<'copy' | 'copied', string>;
}

/** Copies, and says so. Offered only where it can work: that takes JavaScript, and https or the machine itself. */
export function CopyButton({ text, words }: Props) {
  const [copied, setCopied] = useState(false);
  const scripted = useIsScripted();
  if (!scripted || !('clipboard' in navigator)) return null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" onClick={copy} className={buttonClasses('plain')}>
      <span aria-live="polite">{copied ? words.copied : words.copy}</span>
    </button>
  );
}
