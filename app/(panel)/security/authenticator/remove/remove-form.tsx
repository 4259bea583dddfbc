'use client';

import { useActionState } from 'react';
import { FactorFields, type FactorWords } from '../../../../../components/factor-fields.tsx';
import type { SecondFactorMethod } from '../../../../../lib/auth/contract.ts';
import { removeOwnAuthenticator } from './actions.ts';

interface Props {
  email: string;
  method: SecondFactorMethod;
  words: FactorWords;
}

export function RemoveForm({ email, method, words }: Props) {
  const [state, action] = useActionState(removeOwnAuthenticator, {});
  return (
    <form action={action} className="space-y-5">
      <FactorFields email={email} method={method} words={words} state={state} tone="danger" />
    </form>
  );
}
