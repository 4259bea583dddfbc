'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { NewPasswordFields } from '../../../../components/new-password-fields.tsx';
import { ProofField } from '../../../../components/proof-field.tsx';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import type { ProofAsked } from '../../../../lib/sessions/take-recent-proof.ts';
import { changeOwnPassword } from './actions.ts';
import { rateOwnPassword } from './rate.ts';

interface Props {
  /** For password managers, which file a password under a name. */
  email: string;
  /** A factor that is owed besides. */
  owed: ProofAsked | null;
  words: Record<
    'current' | 'next' | 'hint' | 'strength' | 'repeat' | 'keep' | 'submit' | 'pending',
    string
  >;
}

export function ChangePasswordForm({ email, owed, words }: Props) {
  const [state, action] = useActionState(changeOwnPassword, owed ? { proof: owed } : {});
  return (
    <form action={action} className="space-y-5">
      <FormProblem state={state} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={words.current}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        error={state.errors?.current}
      />
      <NewPasswordFields
        words={{ ...words, password: words.next }}
        state={state}
        rate={rateOwnPassword}
      />
      <Checkbox label={words.keep} name="keep" defaultChecked={state.values?.keep === 'yes'} />
      <ProofField state={state} />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
