'use client';

import { useActionState } from 'react';
import { FactorFields, type FactorWords } from '../../../../components/factor-fields.tsx';
import { InvitedFields } from '../../../../components/invited-fields.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import type { SecondFactorMethod } from '../../../../lib/auth/contract.ts';
import { invitePerson } from './actions.ts';

interface Props {
  email: string;
  method: SecondFactorMethod | null;
  roles: readonly { value: string; label: string }[];
  words: FactorWords & Record<'email' | 'emailHint' | 'name' | 'role' | 'roleHint', string>;
}

export function InviteForm({ email, method, roles, words }: Props) {
  const [state, action] = useActionState(invitePerson, {});
  const chosen = state.values?.role ?? 'restricted';
  return (
    <form action={action} className="max-w-md space-y-5">
      <InvitedFields words={words} state={state} />
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
      <FactorFields email={email} method={method} words={words} state={state} />
    </form>
  );
}
