'use client';

import { useActionState } from 'react';
import { CodeField } from '../../components/code-field.tsx';
import { Field } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { SubmitButton } from '../../components/ui/submit-button.tsx';
import { choosePassword } from './choose-password.ts';

interface Props {
  purpose: 'reset' | 'invitation';
  /** Null where no second factor is asked for. */
  method: 'totp' | 'recovery-code' | null;
  words: Record<
    'password' | 'hint' | 'repeat' | 'code' | 'codeHint' | 'submit' | 'pending',
    string
  >;
}

export function ChoosePasswordForm({ purpose, method, words }: Props) {
  const [state, action] = useActionState(choosePassword, {});
  return (
    <form action={action} className="space-y-5">
      {state.problem ? (
        <Notice tone="bad" title={state.problem.title}>
          {state.problem.text}
        </Notice>
      ) : null}
      <input type="hidden" name="purpose" value={purpose} />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint={words.hint}
        error={state.errors?.password}
      />
      <Field
        label={words.repeat}
        name="repeat"
        type="password"
        autoComplete="new-password"
        required
        error={state.errors?.repeat}
      />
      {method ? (
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
      <SubmitButton pendingText={words.pending} wide>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
