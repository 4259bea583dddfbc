'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { verifyMailedCode } from './actions.ts';

interface Props {
  words: Record<'label' | 'submit' | 'pending', string>;
}

export function MailedCodeForm({ words }: Props) {
  const [state, action] = useActionState(verifyMailedCode, {});
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      <CodeField method="mailed-code" label={words.label} error={state.errors?.code} autoFocus />
      <SubmitButton pendingText={words.pending} wide>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
