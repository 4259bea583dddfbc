'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import type { FormState } from '../../../../components/form-state.ts';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';

interface Props {
  action: (state: FormState<'code'>, form: FormData) => Promise<FormState<'code'>>;
  resetId: string;
  words: Record<'code' | 'codeHint' | 'submit' | 'pending', string>;
}

/** Something of a reset that takes a fresh code. */
export function CodeForm({ action, resetId, words }: Props) {
  const [state, send] = useActionState(action, {});
  return (
    <form action={send} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="resetId" value={resetId} />
      <CodeField
        method="totp"
        label={words.code}
        hint={words.codeHint}
        error={state.errors?.code}
      />
      <SubmitButton tone="danger" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
