'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../components/form-problem.tsx';
import { ProofField } from '../../../components/proof-field.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import type { ProofAsked } from '../../../lib/sessions/take-recent-proof.ts';
import { confirm } from './actions.ts';

interface Props {
  asked: ProofAsked;
  /** For password managers, which file a password under a name. */
  email: string;
  /** Where to go on to. */
  next: string;
  words: Record<'submit' | 'pending', string>;
}

export function ConfirmForm({ asked, email, next, words }: Props) {
  const [state, action] = useActionState(confirm, { proof: asked });
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <input type="hidden" name="next" value={next} />
      <ProofField state={{ proof: { ...asked, ...state.proof, why: asked.why } }} autoFocus />
      <SubmitButton pendingText={words.pending} wide>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
