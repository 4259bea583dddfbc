'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { takeBack } from './take-back.ts';

interface Props {
  resetId: string;
  words: Record<'code' | 'codeHint' | 'submit' | 'pending', string>;
}

export function TakeBackForm({ resetId, words }: Props) {
  const [state, action] = useActionState(takeBack, {});
  return (
    <form action={action} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="reset" value={resetId} />
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
