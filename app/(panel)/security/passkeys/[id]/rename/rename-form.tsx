'use client';

import { useActionState } from 'react';
import { FactorFields, type FactorWords } from '../../../../../../components/factor-fields.tsx';
import { Field } from '../../../../../../components/ui/field.tsx';
import type { SecondFactorMethod } from '../../../../../../lib/auth/contract.ts';
import { renameOwnPasskey } from './actions.ts';

interface Props {
  id: string;
  name: string;
  nameMaxLength: number;
  email: string;
  method: SecondFactorMethod;
  words: FactorWords & { name: string };
}

export function RenameForm({ id, name, nameMaxLength, email, method, words }: Props) {
  const [state, action] = useActionState(renameOwnPasskey, {});
  return (
    <form action={action} className="space-y-5">
      <input type="hidden" name="id" value={id} />
      <Field
        label={words.name}
        name="name"
        maxLength={nameMaxLength}
        autoComplete="off"
        required
        defaultValue={state.values?.name ?? name}
        error={state.errors?.name}
      />
      <FactorFields email={email} method={method} words={words} state={state} />
    </form>
  );
}
