'use client';

import { useActionState } from 'react';
import { Field } from '../../components/ui/field.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { SubmitButton } from '../../components/ui/submit-button.tsx';
import { completeSetup } from './actions.ts';

type Words = Record<
  | 'name'
  | 'nameHint'
  | 'email'
  | 'emailHint'
  | 'password'
  | 'passwordHint'
  | 'repeat'
  | 'submit'
  | 'pending',
  string
>;

export function SetupForm({ words }: { words: Words }) {
  const [state, action] = useActionState(completeSetup, {});
  return (
    <form action={action} className="space-y-5">
      {state.problem ? (
        <Notice tone="bad" title={state.problem.title}>
          {state.problem.text}
        </Notice>
      ) : null}
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
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint={words.emailHint}
        defaultValue={state.values?.email}
        error={state.errors?.email}
      />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint={words.passwordHint}
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
      <SubmitButton pendingText={words.pending} wide>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
