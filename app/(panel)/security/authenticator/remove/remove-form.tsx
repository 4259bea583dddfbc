'use client';

import { useActionState } from 'react';
import { FactorFields } from '../../../../../components/factor-fields.tsx';
import { SubmitButton } from '../../../../../components/ui/submit-button.tsx';
import { removeOwnAuthenticator } from './actions.ts';

interface Props {
  email: string;
  method: 'totp' | 'recovery-code';
  words: Record<'password' | 'code' | 'submit' | 'pending', string>;
}

export function RemoveForm({ email, method, words }: Props) {
  const [state, action] = useActionState(removeOwnAuthenticator, {});
  return (
    <form action={action} className="space-y-5">
      <FactorFields email={email} method={method} words={words} state={state} />
      <SubmitButton tone="danger" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
