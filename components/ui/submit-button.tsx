'use client';

import { type MouseEvent, type ReactNode, useRef } from 'react';
import { useFormStatus } from 'react-dom';
import { useFocusRefused } from '../focus-refused.ts';
import { FormToken } from '../form-token.tsx';
import { type ButtonTone, buttonClasses } from './button-classes.ts';

type Props = {
  children: ReactNode;
  /** Shown in place of the label while the form is on its way. */
  pendingText?: ReactNode;
  tone?: ButtonTone;
  /** When a form has several buttons: what this one stands for. */
  name?: string;
  value?: string;
  /** Sends the form though fields that only its other buttons need are empty. */
  loose?: boolean;
  /** Its form only asks for a page, in whose address the token would stand, or has it before its file. */
  withoutToken?: boolean;
  /** As wide as its column. */
  wide?: boolean;
};

/** Sends its form, once: a second press while the first is on its way does nothing. */
export function SubmitButton({
  children,
  pendingText,
  tone = 'primary',
  loose = false,
  withoutToken = false,
  wide = false,
  name,
  value,
}: Props) {
  const { pending } = useFormStatus();
  const button = useRef<HTMLButtonElement>(null);
  useFocusRefused(button, pending);
  // Not `disabled`: that would take the keyboard's focus away from under the person.
  const holdBack = (event: MouseEvent) => {
    if (pending) event.preventDefault();
  };
  return (
    <>
      {withoutToken ? null : <FormToken />}
      <button
        ref={button}
        type="submit"
        name={name}
        value={value}
        formNoValidate={loose}
        aria-disabled={pending}
        onClick={holdBack}
        className={`${buttonClasses(tone)} ${wide ? 'w-full' : ''}`}
      >
        {pending && pendingText ? pendingText : children}
      </button>
    </>
  );
}
