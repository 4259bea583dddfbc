'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { PasskeySubmit, type PasskeyWords } from '../../../../components/passkey-submit.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import type { SecondFactorMethod } from '../../../../lib/auth/contract.ts';
import { verifyCode } from './actions.ts';

interface Props {
  method: SecondFactorMethod;
  words: Record<'label' | 'submit' | 'pending', string> & { passkey: PasskeyWords };
}

export function CodeForm({ method, words }: Props) {
  const [state, action] = useActionState(verifyCode, {});
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      {method === 'passkey' ? (
        <>
          {state.errors?.code ? <Notice tone="bad">{state.errors.code}</Notice> : null}
          <PasskeySubmit from="/sign-in/code/passkey" words={words.passkey} wide>
            {words.label}
          </PasskeySubmit>
        </>
      ) : (
        <>
          <input type="hidden" name="method" value={method} />
          <CodeField method={method} label={words.label} error={state.errors?.code} autoFocus />
          <SubmitButton pendingText={words.pending} wide>
            {words.submit}
          </SubmitButton>
        </>
      )}
    </form>
  );
}
