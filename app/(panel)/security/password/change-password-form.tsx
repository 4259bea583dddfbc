'use client';

import { useActionState } from 'react';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { changeOwnPassword } from './actions.ts';

interface Props {
  /** For password managers, which file a password under a name. */
  email: string;
  words: Record<'current' | 'next' | 'hint' | 'repeat' | 'keep' | 'submit' | 'pending', string>;
}

export function ChangePasswordForm({ email, words }: Props) {
  const [state, action] = useActionState(changeOwnPassword, {});
  return (
    <form action={action} className="space-y-5">
      {state.problem ? (
        <Notice tone="bad" title={state.problem.title}>
          {state.problem.text}
        </Notice>
      ) : null}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={words.current}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        error={state.errors?.current}
      />
      <Field
        label={words.next}
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
      <Checkbox label={words.keep} name="keep" defaultChecked={state.values?.keep === 'yes'} />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
