'use client';

import { useActionState } from 'react';
import { EmailField } from '../../../../components/email-field.tsx';
import { FactorFields, type FactorWords } from '../../../../components/factor-fields.tsx';
import type { SecondFactorMethod } from '../../../../lib/auth/contract.ts';
import { askForAddress } from './actions.ts';

interface Props {
  /** The one they have. */
  email: string;
  method: SecondFactorMethod | null;
  words: FactorWords & Record<'email' | 'hint', string>;
}

export function EmailForm({ email, method, words }: Props) {
  const [state, action] = useActionState(askForAddress, {});
  return (
    <form action={action} className="space-y-5">
      <EmailField
        label={words.email}
        autoComplete="email"
        hint={words.hint}
        defaultValue={state.values?.email}
        error={state.errors?.email}
      />
      <FactorFields email={email} method={method} words={words} state={state} />
    </form>
  );
}
