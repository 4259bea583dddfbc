import type { SecondFactorMethod } from '../lib/auth/contract.ts';
import { CodeField } from './code-field.tsx';
import { FormProblem } from './form-problem.tsx';
import type { FormState } from './form-state.ts';
import { PasskeySubmit, type PasskeyWords } from './passkey-submit.tsx';
import { Field } from './ui/field.tsx';
import { Notice } from './ui/notice.tsx';
import { SubmitButton } from './ui/submit-button.tsx';

interface Props {
  /** For password managers, which file a password under a name. */
  email: string;
  /** Null where there is no second factor yet. */
  method: SecondFactorMethod | null;
  words: FactorWords;
  state: FormState<'password' | 'code'>;
  tone?: 'primary' | 'danger';
}

export type FactorWords = Record<'password' | 'code' | 'submit' | 'pending', string> & {
  passkey: PasskeyWords;
};

/** Where both factors are asked for again before something is changed, and the button that sends them. */
export function FactorFields({ email, method, words, state, tone = 'primary' }: Props) {
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
      {method === 'passkey' ? (
        <>
          {state.errors?.code ? <Notice tone="bad">{state.errors.code}</Notice> : null}
          <PasskeySubmit from="/security/passkeys/proof" words={words.passkey} tone={tone}>
            {words.submit}
          </PasskeySubmit>
        </>
      ) : (
        <>
          {method ? (
            <>
              <input type="hidden" name="method" value={method} />
              <CodeField method={method} label={words.code} error={state.errors?.code} />
            </>
          ) : null}
          <SubmitButton tone={tone} pendingText={words.pending}>
            {words.submit}
          </SubmitButton>
        </>
      )}
    </>
  );
}
