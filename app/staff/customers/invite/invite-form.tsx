'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { InvitedFields } from '../../../../components/invited-fields.tsx';
import { ProofField } from '../../../../components/proof-field.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { invite } from './actions.ts';

interface Props {
  /** Chosen to begin with. */
  language: string;
  languages: readonly { value: string; label: string }[];
  words: Record<
    'email' | 'emailHint' | 'name' | 'company' | 'language' | 'submit' | 'pending',
    string
  >;
}

export function InviteForm({ language, languages, words }: Props) {
  const [state, action] = useActionState(invite, {});
  const chosen = state.values?.language ?? language;
  return (
    <form action={action} className="max-w-md space-y-5">
      <FormProblem state={state} />
      <InvitedFields words={words} state={state} />
      <Field
        label={words.company}
        name="company"
        autoComplete="off"
        maxLength={200}
        defaultValue={state.values?.company}
        error={state.errors?.company}
      />
      {/* Anew for each answer: React puts a select back to its first value, not to its last. */}
      <Select
        key={`${chosen} ${state.values?.answer ?? ''}`}
        label={words.language}
        name="language"
        defaultValue={chosen}
        options={languages}
      />
      <ProofField state={state} />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
