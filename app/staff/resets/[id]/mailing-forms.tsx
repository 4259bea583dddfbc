'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import type { MailAct } from '../../../../lib/resets/get-mailing.ts';
import { order } from './mail-actions.ts';

export interface OrderWords {
  submit: string;
  pending: string;
  /** Where it cannot be undone: what has to be ticked first. */
  confirm?: string;
}

interface Props {
  reset: string;
  wave: number;
  act: MailAct;
  words: OrderWords;
}

/** One thing that can be asked of the mails. */
export function OrderForm({ reset, wave, act, words }: Props) {
  const [state, action] = useActionState(order, {});
  const { submit, pending, confirm } = words;
  return (
    <form action={action} className="space-y-3">
      <FormProblem state={state} />
      <input type="hidden" name="resetId" value={reset} />
      <input type="hidden" name="wave" value={wave} />
      <input type="hidden" name="act" value={act} />
      {confirm ? <Checkbox name="confirm" label={confirm} error={state.errors?.confirm} /> : null}
      <SubmitButton tone={act === 'stop' ? 'danger' : 'plain'} pendingText={pending}>
        {submit}
      </SubmitButton>
    </form>
  );
}
