import { CodeField } from './code-field.tsx';
import { FormProblem } from './form-problem.tsx';
import type { FormState } from './form-state.ts';
import { Field } from './ui/field.tsx';

interface Props {
  /** For password managers, which file a password under a name. */
  email: string;
  method: 'totp' | 'recovery-code';
  words: Record<'password' | 'code', string>;
  state: FormState<'password' | 'code'>;
}

/** Where both factors are asked for again before something is changed. */
export function FactorFields({ email, method, words, state }: Props) {
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
      <input type="hidden" name="method" value={method} />
      <CodeField method={method} label={words.code} error={state.errors?.code} />
    </>
  );
}
