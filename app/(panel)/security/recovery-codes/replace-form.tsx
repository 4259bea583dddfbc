'use client';

import { useActionState } from 'react';
import { FactorFields, type FactorWords } from '../../../../components/factor-fields.tsx';
import { RecoveryCodes, type RecoveryCodeWords } from '../../../../components/recovery-codes.tsx';
import type { SecondFactorMethod } from '../../../../lib/auth/contract.ts';
import { replaceCodes } from './actions.ts';

interface Props {
  email: string;
  method: SecondFactorMethod;
  words: FactorWords & { codes: RecoveryCodeWords };
}

export function ReplaceForm({ email, method, words }: Props) {
  const [state, action] = useActionState(replaceCodes, {});
  if (state.recoveryCodes) {
    return <RecoveryCodes codes={state.recoveryCodes} words={words.codes} />;
  }
  return (
    <form action={action} className="space-y-5">
      <FactorFields email={email} method={method} words={words} state={state} />
    </form>
  );
}
