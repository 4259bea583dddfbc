'use client';

import { useRef } from 'react';
import type { FormState } from './form-state.ts';
import { PasswordStrength, type RatePassword } from './password-strength.tsx';
import { Field } from './ui/field.tsx';

interface Props {
  words: Record<'password' | 'hint' | 'repeat' | 'strength', string>;
  state: FormState<'password' | 'repeat'>;
  rate: RatePassword;
}

/** Where a new password is chosen: typed twice, since it cannot be seen, and rated meanwhile. */
export function NewPasswordFields({ words, state, rate }: Props) {
  const around = useRef<HTMLDivElement>(null);
  const kind = { type: 'password', autoComplete: 'new-password', required: true } as const;
  const { password, repeat } = state.errors ?? {};
  return (
    <>
      <div ref={around}>
        <Field
          {...kind}
          label={words.password}
          name="password"
          hint={words.hint}
          error={password}
        />
        <PasswordStrength around={around} rate={rate} label={words.strength} />
      </div>
      <Field {...kind} label={words.repeat} name="repeat" error={repeat} />
    </>
  );
}
