'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import type { FormState } from '../../../../components/form-state.ts';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';

interface Props {
  action: (state: FormState<never>, form: FormData) => Promise<FormState<never>>;
  resetId: string;
  words: Record<'submit' | 'pending', string>;
}

/** Something of a reset that takes one button. */
export function PlainForm({ action, resetId, words }: Props) {
  const [state, send] = useActionState(action, {});
  return (
    <form action={send} className="space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="resetId" value={resetId} />
      <SubmitButton tone="plain" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
