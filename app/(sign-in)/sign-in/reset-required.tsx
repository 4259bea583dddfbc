'use client';

import Link from 'next/link';
import { takeFocus } from '../../../components/take-focus.ts';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { requestLink } from '../forgotten-password/actions.ts';

interface Props {
  text: string;
  /** The staff's words: text, whatever is in it; empty where there are none. */
  reason: string;
  what: string;
  email: string;
  words: Record<'resetTitle' | 'resetSubmit' | 'resetHelp' | 'pending', string>;
}

/** Why a right password opens nothing, and the one thing to do about it. */
export function ResetRequired({ text, reason, what, email, words }: Props) {
  return (
    <>
      <h1 ref={takeFocus} tabIndex={-1} className="text-2xl font-semibold tracking-tight">
        {words.resetTitle}
      </h1>
      <p>{text}</p>
      {reason ? (
        <blockquote className="border-l-4 border-warn bg-warn-tint px-4 py-3 whitespace-pre-line">
          {reason}
        </blockquote>
      ) : null}
      <p>{what}</p>
      <form action={requestLink}>
        <input type="hidden" name="email" value={email} />
        <SubmitButton pendingText={words.pending} wide>
          {words.resetSubmit}
        </SubmitButton>
      </form>
      <p>
        <Link href="/help#reset" prefetch={false}>
          {words.resetHelp}
        </Link>
      </p>
    </>
  );
}
