'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { beginEnrolment } from './actions.ts';

interface Props {
  email: string;
  words: Record<'title' | 'password' | 'submit' | 'pending', string>;
}

export function BeginForm({ email, words }: Props) {
  const [state, action] = useActionState(beginEnrolment, {});
  return (
    <form action={action} className="max-w-md space-y-5">
      <h2 className="text-lg font-semibold">{words.title}</h2>
      <FormProblem state={state} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={state.errors?.password}
      />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
