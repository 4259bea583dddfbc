'use client';

import { useActionState } from 'react';
import { FactorFields, type FactorWords } from '../../../../../../components/factor-fields.tsx';
import type { SecondFactorMethod } from '../../../../../../lib/auth/contract.ts';
import { removeOwnPasskey } from './actions.ts';

interface Props {
  id: string;
  email: string;
  method: SecondFactorMethod;
  words: FactorWords;
}

export function RemoveForm({ id, email, method, words }: Props) {
  const [state, action] = useActionState(removeOwnPasskey, {});
  return (
    <form action={action} className="space-y-5">
      <input type="hidden" name="id" value={id} />
      <FactorFields email={email} method={method} words={words} state={state} tone="danger" />
    </form>
  );
}
