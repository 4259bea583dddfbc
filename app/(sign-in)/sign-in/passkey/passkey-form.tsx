'use client';

import { useActionState, useEffect, useRef } from 'react';
import { askPasskey, stopAsking } from '../../../../components/ask-passkey.ts';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { useFormToken } from '../../../../components/form-token.tsx';
import { PasskeySubmit, type PasskeyWords } from '../../../../components/passkey-submit.tsx';
import { signInWithPasskey } from './actions.ts';

interface Props {
  next: string;
  words: { submit: string; passkey: PasskeyWords };
}

const from = '/sign-in/passkey';

/** Signing in with a passkey alone: by its button, or by choosing it where the browser fills in the email. */
export function PasskeyForm({ next, words }: Props) {
  const [state, action] = useActionState(signInWithPasskey, {});
  const token = useFormToken();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const offer = async () => {
      if (!(await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
      const answer = await askPasskey(from, token, true);
      const field = form.current?.elements.namedItem('passkey');
      if (!(field instanceof HTMLInputElement)) return;
      field.value = answer;
      form.current?.requestSubmit();
    };
    // Given up when the button is pressed or the page is left: there is nothing to tell.
    offer().catch(() => {});
    return stopAsking;
  }, [token]);
  return (
    <form ref={form} action={action} className="space-y-4">
      <FormProblem state={state} />
      <input type="hidden" name="next" value={next} />
      <PasskeySubmit from={from} words={words.passkey} tone="plain" wide>
        {words.submit}
      </PasskeySubmit>
    </form>
  );
}
