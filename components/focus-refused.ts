import { type RefObject, useEffect, useRef } from 'react';

/**
 * Takes the keyboard to the first field that an answer refused, where it is read out with its reason. What concerns
 * the form as a whole is an alert, and is read out where one is.
 *
 * @param inside something of the form.
 * @param pending whether the form is on its way.
 */
export function useFocusRefused(inside: RefObject<HTMLElement | null>, pending: boolean): void {
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current && !pending) {
      const form = inside.current?.closest('form');
      form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
    sent.current = pending;
  }, [inside, pending]);
}
