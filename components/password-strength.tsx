'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';

/** How good a password is so far: the server's judgement, in words. */
export interface PasswordRating {
  /** 0 to 4. */
  score: number;
  words: string;
}

/** Asks the server about the fields `password`, `name` and `email` of a form. */
export type RatePassword = (form: FormData) => Promise<PasswordRating | null>;

interface Props {
  /** Around the field in which the new password is typed. */
  around: RefObject<HTMLElement | null>;
  rate: RatePassword;
  label: string;
}

const pauseMs = 300;
const told = ['password', 'name', 'email'];

/**
 * A meter beside a new password, once somebody types one; without JavaScript there is none, and the form's
 * answer says the same. What is typed stays in its field: here is only what the server thinks of it.
 */
export function PasswordStrength({ around, rate, label }: Props) {
  const [rating, setRating] = useState<PasswordRating | null>(null);
  const newest = useRef(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const input = around.current?.querySelector('input');
    const ask = async (turn: number) => {
      const form = new FormData();
      for (const [name, value] of new FormData(input?.form ?? undefined)) {
        if (told.includes(name)) form.set(name, value);
      }
      const answer = await rate(form).catch(() => null);
      // An answer that was overtaken is about another password.
      if (turn === newest.current) setRating(answer);
    };
    const forget = () => {
      clearTimeout(timer);
      newest.current++;
      setRating(null);
    };
    const onInput = () => {
      if (!input?.value) return forget();
      clearTimeout(timer);
      newest.current++;
      timer = setTimeout(ask, pauseMs, newest.current);
    };
    const form = input?.form;
    input?.addEventListener('input', onInput);
    // Passwords are emptied by each answer to the form.
    form?.addEventListener('reset', forget);
    return () => {
      clearTimeout(timer);
      newest.current++;
      input?.removeEventListener('input', onInput);
      form?.removeEventListener('reset', forget);
    };
  }, [around, rate]);
  return (
    <div aria-live="polite" className="mt-1.5 text-sm">
      {rating ? (
        <>
          <meter
            aria-label={label}
            min={0}
            max={4}
            low={2}
            high={3}
            optimum={4}
            value={rating.score}
            className="block h-2 w-full"
          />
          <p className="mt-1">{rating.words}</p>
        </>
      ) : null}
    </div>
  );
}
