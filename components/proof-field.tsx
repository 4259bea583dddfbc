import type { FormState } from './form-state.ts';
import { PasskeySubmit } from './passkey-submit.tsx';
import { Field } from './ui/field.tsx';
import { Notice } from './ui/notice.tsx';

/** Where a factor is typed that a form asks for as well; nothing while it asks for none. */
export function ProofField({ state }: { state: Pick<FormState<string>, 'proof'> }) {
  const { proof } = state;
  if (!proof) return null;
  const kind =
    proof.by === 'password'
      ? ({ type: 'password', autoComplete: 'current-password' } as const)
      : ({ autoComplete: 'one-time-code', autoCapitalize: 'none', maxLength: 64 } as const);
  return (
    <>
      <Notice tone="info">{proof.why}</Notice>
      <Field
        {...kind}
        name="proof"
        label={proof.label}
        error={proof.error}
        required={!proof.passkey}
        spellCheck={false}
        autoFocus
      />
      {proof.passkey ? (
        <PasskeySubmit from="/security/passkeys/proof" words={proof.passkey} tone="plain">
          {proof.passkey.submit}
        </PasskeySubmit>
      ) : null}
    </>
  );
}
