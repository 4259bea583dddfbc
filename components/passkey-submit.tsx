'use client';

import { useRef, useState } from 'react';
import { useFormStatus } from 'react-dom';
import { useFocusRefused } from './focus-refused.ts';
import { FormToken, useFormToken } from './form-token.tsx';
import { useIsScripted } from './is-scripted.ts';
import { type ButtonTone, buttonClasses } from './ui/button-classes.ts';
import { Notice } from './ui/notice.tsx';

export type PasskeyWords = Record<'waiting' | 'failed' | 'scripts', string>;

interface Props {
  /** A route of ours that says what is to be signed. */
  from: string;
  words: PasskeyWords;
  children: string;
  tone?: ButtonTone;
  wide?: boolean;
}

/** Asks for a passkey, and sends its form with what that signed. Without JavaScript it says that it takes some. */
export function PasskeySubmit({ from, words, children, tone = 'primary', wide = false }: Props) {
  const [state, setState] = useState<'ready' | 'waiting' | 'failed'>('ready');
  const field = useRef<HTMLInputElement>(null);
  const { pending } = useFormStatus();
  useFocusRefused(field, pending);
  const token = useFormToken();
  const scripted = useIsScripted();
  const busy = pending || state === 'waiting';
  const press = async () => {
    const form = field.current?.form;
    if (busy || !field.current || !form?.reportValidity()) return;
    setState('waiting');
    try {
      const { askPasskey } = await import('./ask-passkey.ts');
      field.current.value = await askPasskey(from, token);
      setState('ready');
      form.requestSubmit();
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <FormToken />
      <input type="hidden" name="method" value="passkey" />
      <input type="hidden" name="passkey" ref={field} />
      {state === 'failed' ? <Notice tone="bad">{words.failed}</Notice> : null}
      <noscript>
        <p>{words.scripts}</p>
      </noscript>
      {/* Given its place from the start, so that nothing moves when it begins to work. */}
      <button
        type="button"
        onClick={press}
        aria-disabled={busy}
        className={`${buttonClasses(tone)} ${wide ? 'w-full' : ''} ${scripted ? '' : 'invisible noscript:hidden'}`}
      >
        {busy ? words.waiting : children}
      </button>
    </>
  );
}
