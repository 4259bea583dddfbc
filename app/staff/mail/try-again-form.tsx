'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../components/form-problem.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { sendAgain } from './actions.ts';

interface Props {
  notice: string;
  /** The filter to come back to. */
  shown: string;
  domain: string;
  words: Record<'submit' | 'pending', string>;
}

/** Has one mail sent after all. */
export function TryAgainForm({ notice, shown, domain, words }: Props) {
  const [state, action] = useActionState(sendAgain, {});
  return (
    <form action={action} className="mt-2 space-y-2">
      <FormProblem state={state} />
      <input type="hidden" name="notice" value={notice} />
      <input type="hidden" name="state" value={shown} />
      <input type="hidden" name="domain" value={domain} />
      <SubmitButton tone="plain" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
