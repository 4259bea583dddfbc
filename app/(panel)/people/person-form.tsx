'use client';

import { useActionState } from 'react';
import type { FormState } from '../../../components/form-state.ts';
import { Select } from '../../../components/ui/select.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { ProofFields, type ProofWords } from './proof-fields.tsx';

type State = FormState<'password' | 'code' | 'role' | 'answer'>;

interface Props {
  action: (state: State, form: FormData) => Promise<State>;
  /** Whom it is about; left out where it is everybody. */
  member?: string;
  /** Where a role is chosen. */
  roles?: { label: string; chosen: string; options: readonly { value: string; label: string }[] };
  email: string;
  secondFactor: boolean;
  tone?: 'primary' | 'danger' | 'plain';
  words: ProofWords & { submit: string };
}

/** Changes something about a person, or about all, by an owner's proof. */
export function PersonForm({ action, member, roles, email, secondFactor, tone, words }: Props) {
  const [state, send] = useActionState(action, {});
  const chosen = state.values?.role ?? roles?.chosen;
  return (
    <form action={send} className="max-w-md space-y-5">
      {member ? <input type="hidden" name="member" value={member} /> : null}
      {roles ? (
        // Anew for each answer: React puts a select back to its first value, not to its last.
        <Select
          key={`${chosen} ${state.values?.answer ?? ''}`}
          label={roles.label}
          name="role"
          defaultValue={chosen}
          options={roles.options}
          error={state.errors?.role}
        />
      ) : null}
      <ProofFields email={email} secondFactor={secondFactor} words={words} state={state} />
      <SubmitButton tone={tone ?? 'primary'} pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
