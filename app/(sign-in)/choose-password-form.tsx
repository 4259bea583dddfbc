'use client';

import { useActionState } from 'react';
import { CodeField } from '../../components/code-field.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { NewPasswordFields } from '../../components/new-password-fields.tsx';
import { PasskeySubmit, type PasskeyWords } from '../../components/passkey-submit.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { SubmitButton } from '../../components/ui/submit-button.tsx';
import type { SecondFactorMethod } from '../../lib/auth/contract.ts';
import { choosePassword } from './choose-password.ts';
import { rateChosen } from './rate-chosen.ts';

interface Props {
  purpose: 'reset' | 'invitation';
  /** Null where no second factor is asked for. */
  method: SecondFactorMethod | null;
  words: Record<
    'password' | 'hint' | 'strength' | 'repeat' | 'code' | 'codeHint' | 'submit' | 'pending',
    string
  > & { passkey: PasskeyWords };
}

export function ChoosePasswordForm({ purpose, method, words }: Props) {
  const [state, action] = useActionState(choosePassword, {});
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="purpose" value={purpose} />
      <NewPasswordFields words={words} state={state} rate={rateChosen} />
      {method && method !== 'passkey' ? (
        <>
          <input type="hidden" name="method" value={method} />
          <CodeField
            method={method}
            label={words.code}
            hint={words.codeHint}
            error={state.errors?.code}
          />
        </>
      ) : null}
      {method === 'passkey' ? (
        <>
          {state.errors?.code ? <Notice tone="bad">{state.errors.code}</Notice> : null}
          <PasskeySubmit from="/reset/passkey" words={words.passkey} wide>
            {words.submit}
          </PasskeySubmit>
        </>
      ) : (
        <SubmitButton pendingText={words.pending} wide>
          {words.submit}
        </SubmitButton>
      )}
    </form>
  );
}
