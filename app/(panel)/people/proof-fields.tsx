import { FactorFields } from '../../../components/factor-fields.tsx';
import { FormProblem } from '../../../components/form-problem.tsx';
import type { FormState } from '../../../components/form-state.ts';
import { Field } from '../../../components/ui/field.tsx';

export interface ProofWords {
  password: string;
  code: string;
  pending: string;
}

interface Props {
  email: string;
  /** Whether the owner has an authenticator: its code is then asked for as well. */
  secondFactor: boolean;
  words: ProofWords;
  state: FormState<'password' | 'code'>;
}

/** Where an owner shows again what they sign in with, before the account is changed. */
export function ProofFields({ email, secondFactor, words, state }: Props) {
  if (secondFactor) {
    return <FactorFields email={email} method="totp" words={words} state={state} />;
  }
  return (
    <>
      <FormProblem state={state} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={state.errors?.password}
      />
    </>
  );
}
