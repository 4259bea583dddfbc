'use client';

import { useActionState } from 'react';
import { EmailField } from '../../components/email-field.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { NewPasswordFields } from '../../components/new-password-fields.tsx';
import { Field } from '../../components/ui/field.tsx';
import { SubmitButton } from '../../components/ui/submit-button.tsx';
import { completeSetup } from './actions.ts';
import { rateFirstPassword } from './rate.ts';

type Words = Record<
  | 'name'
  | 'nameHint'
  | 'email'
  | 'emailHint'
  | 'password'
  | 'passwordHint'
  | 'strength'
  | 'repeat'
  | 'submit'
  | 'pending',
  string
>;

export function SetupForm({ words }: { words: Words }) {
  const [state, action] = useActionState(completeSetup, {});
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      <Field
        label={words.name}
        name="name"
        autoComplete="name"
        maxLength={200}
        required
        hint={words.nameHint}
        defaultValue={state.values?.name}
        error={state.errors?.name}
      />
      <EmailField
        label={words.email}
        autoComplete="username"
        hint={words.emailHint}
        defaultValue={state.values?.email}
        error={state.errors?.email}
      />
      <NewPasswordFields
        words={{ ...words, hint: words.passwordHint }}
        state={state}
        rate={rateFirstPassword}
      />
      <SubmitButton pendingText={words.pending} wide>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
