'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { ProofField } from '../../../../components/proof-field.tsx';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { TextArea } from '../../../../components/ui/text-area.tsx';
import { forceReset } from './actions.ts';

interface Props {
  customerId: string;
  words: Record<'reason' | 'reasonHint' | 'confirm' | 'submit' | 'pending', string>;
}

export function ForceResetForm({ customerId, words }: Props) {
  const [state, action] = useActionState(forceReset, {});
  return (
    <form action={action} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="customer" value={customerId} />
      <TextArea
        label={words.reason}
        name="reason"
        rows={4}
        required
        hint={words.reasonHint}
        defaultValue={state.values?.reason}
        error={state.errors?.reason}
      />
      <Checkbox
        label={words.confirm}
        name="confirm"
        defaultChecked={state.values?.confirm === 'yes'}
        error={state.errors?.confirm}
      />
      <ProofField state={state} />
      <SubmitButton tone="danger" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
