'use client';

import { useActionState } from 'react';
import { FactorFields, type FactorWords } from '../../../components/factor-fields.tsx';
import type { FormState } from '../../../components/form-state.ts';
import { Select } from '../../../components/ui/select.tsx';
import type { SecondFactorMethod } from '../../../lib/auth/contract.ts';

type State = FormState<'password' | 'code' | 'role' | 'answer'>;

interface Props {
  action: (state: State, form: FormData) => Promise<State>;
  /** Whom it is about; left out where it is everybody. */
  member?: string;
  /** Where a role is chosen. */
  roles?: { label: string; chosen: string; options: readonly { value: string; label: string }[] };
  email: string;
  method: SecondFactorMethod | null;
  tone?: 'primary' | 'danger';
  words: FactorWords;
}

/** Changes something about a person, or about all, by an owner's proof. */
export function PersonForm({ action, member, roles, email, method, tone, words }: Props) {
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
      <FactorFields
        email={email}
        method={method}
        words={words}
        state={state}
        tone={tone ?? 'primary'}
      />
    </form>
  );
}
