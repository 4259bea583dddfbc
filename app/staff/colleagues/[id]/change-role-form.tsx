'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { changeColleague } from './actions.ts';

interface Props {
  customerId: string;
  options: readonly { value: string; label: string }[];
  words: Record<'role' | 'roleHint' | 'code' | 'codeHint' | 'submit' | 'pending', string>;
}

export function ChangeRoleForm({ customerId, options, words }: Props) {
  const [state, action] = useActionState(changeColleague, {});
  const chosen = state.values?.role ?? '';
  return (
    <form action={action} className="max-w-md space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="customer" value={customerId} />
      {/* Anew for each answer: React puts a select back to its first value, not to its last. */}
      <Select
        key={`${chosen} ${state.values?.answer ?? ''}`}
        label={words.role}
        hint={words.roleHint}
        name="role"
        defaultValue={chosen}
        options={options}
        error={state.errors?.role}
      />
      <CodeField
        method="totp"
        label={words.code}
        hint={words.codeHint}
        error={state.errors?.code}
      />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
