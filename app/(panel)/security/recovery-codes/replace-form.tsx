'use client';

import { useActionState } from 'react';
import { FactorFields } from '../../../../components/factor-fields.tsx';
import { RecoveryCodes, type RecoveryCodeWords } from '../../../../components/recovery-codes.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { replaceCodes } from './actions.ts';

interface Props {
  email: string;
  words: Record<'password' | 'code' | 'submit' | 'pending', string> & { codes: RecoveryCodeWords };
}

export function ReplaceForm({ email, words }: Props) {
  const [state, action] = useActionState(replaceCodes, {});
  if (state.recoveryCodes) {
    return <RecoveryCodes codes={state.recoveryCodes} words={words.codes} />;
  }
  return (
    <form action={action} className="space-y-5">
      <FactorFields email={email} method="totp" words={words} state={state} />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
