'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { approve, cancel } from './actions.ts';

interface ApproveProps {
  resetId: string;
  words: Record<'code' | 'codeHint' | 'submit' | 'pending', string>;
}

/** The second member's fresh code. */
export function ApproveForm({ resetId, words }: ApproveProps) {
  const [state, action] = useActionState(approve, {});
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

interface CancelProps {
  resetId: string;
  words: Record<'submit' | 'pending', string>;
}

export function CancelForm({ resetId, words }: CancelProps) {
  const [state, action] = useActionState(cancel, {});
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
