'use client';

import { type ReactNode, useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { resetAccounts } from './actions.ts';

interface Props {
  investigationId: string;
  words: Record<'submit' | 'pending', string>;
  /** What to choose from. */
  children: ReactNode;
}

export function ResetAccountsForm({ investigationId, words, children }: Props) {
  const [state, action] = useActionState(resetAccounts, {});
  return (
    <form action={action} className="space-y-4">
      <FormProblem state={state} />
      <input type="hidden" name="investigation" value={investigationId} />
      {children}
      <SubmitButton tone="plain" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
