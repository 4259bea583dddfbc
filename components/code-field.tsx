import { Field } from './ui/field.tsx';

interface Props {
  method: 'totp' | 'recovery-code';
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Only where typing the code is all there is to do on the page. */
  autoFocus?: boolean;
}

/** Where a second factor is typed: six digits with a digits keyboard, or a recovery code. */
export function CodeField({ method, ...rest }: Props) {
  const kind =
    method === 'totp'
      ? ({ inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 9 } as const)
      : ({ autoComplete: 'off', autoCapitalize: 'none', maxLength: 64 } as const);
  return <Field {...rest} {...kind} name="code" required spellCheck={false} />;
}
