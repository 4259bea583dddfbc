import type { SecondFactorMethod } from '../lib/auth/contract.ts';
import { Field } from './ui/field.tsx';

interface Props {
  method: Exclude<SecondFactorMethod, 'passkey'> | 'mailed-code';
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Only where typing the code is all there is to do on the page. */
  autoFocus?: boolean;
}

/** Where a code is typed: digits with a digits keyboard, or a recovery code. */
export function CodeField({ method, ...rest }: Props) {
  const kind =
    method === 'recovery-code'
      ? ({ autoComplete: 'off', autoCapitalize: 'none', maxLength: 64 } as const)
      : ({ inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 12 } as const);
  return <Field {...rest} {...kind} name="code" required spellCheck={false} />;
}
