'use client';

import { useActionState } from 'react';
import { Field } from '../../../../components/ui/field.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { ProofFields, type ProofWords } from '../proof-fields.tsx';
import { invitePerson } from './actions.ts';

interface Props {
  email: string;
  secondFactor: boolean;
  roles: readonly { value: string; label: string }[];
  words: ProofWords & Record<'email' | 'known' | 'name' | 'role' | 'roleHint' | 'submit', string>;
}

export function InviteForm({ email, secondFactor, roles, words }: Props) {
  const [state, action] = useActionState(invitePerson, {});
  const chosen = state.values?.role ?? 'restricted';
  return (
    <form action={action} className="max-w-md space-y-5">
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint={words.known}
        defaultValue={state.values?.email}
        error={state.errors?.email}
      />
      <Field
        label={words.name}
        name="name"
        autoComplete="off"
        maxLength={200}
        required
        defaultValue={state.values?.name}
        error={state.errors?.name}
      />
      {/* Anew for each answer: React puts a select back to its first value, not to its last. */}
      <Select
        key={`${chosen} ${state.values?.answer ?? ''}`}
        label={words.role}
        name="role"
        hint={words.roleHint}
        defaultValue={chosen}
        options={roles}
        error={state.errors?.role}
      />
      <ProofFields email={email} secondFactor={secondFactor} words={words} state={state} />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
