'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { verifyCode } from './actions.ts';

interface Props {
  method: 'totp' | 'recovery-code';
  words: Record<'label' | 'submit' | 'pending', string>;
}

export function CodeForm({ method, words }: Props) {
  const [state, action] = useActionState(verifyCode, {});
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="method" value={method} />
      <CodeField method={method} label={words.label} error={state.errors?.code} autoFocus />
      <SubmitButton pendingText={words.pending} wide>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
