import type { FormState } from './form-state.ts';
import { Field } from './ui/field.tsx';

interface Props {
  words: Record<'password' | 'hint' | 'repeat', string>;
  state: FormState<'password' | 'repeat'>;
}

/** Where a new password is chosen: typed twice, since it cannot be seen. */
export function NewPasswordFields({ words, state }: Props) {
  const kind = { type: 'password', autoComplete: 'new-password', required: true } as const;
  const { password, repeat } = state.errors ?? {};
  return (
    <>
      <Field {...kind} label={words.password} name="password" hint={words.hint} error={password} />
      <Field {...kind} label={words.repeat} name="repeat" error={repeat} />
    </>
  );
}
