'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { close } from './close.ts';

interface Props {
  resetId: string;
  words: Record<'submit' | 'pending', string>;
}

export function CloseForm({ resetId, words }: Props) {
  const [state, action] = useActionState(close, {});
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="reset" value={resetId} />
      <SubmitButton tone="plain" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
