import type { ComponentProps } from 'react';
import { Field } from './ui/field.tsx';

type Props = Omit<ComponentProps<typeof Field>, 'name' | 'type'> & { autoComplete: string };

/** Where an address is typed: no capital is put before it, and no spelling mended. */
export function EmailField(props: Props) {
  return (
    <Field {...props} name="email" type="email" autoCapitalize="none" spellCheck={false} required />
  );
}
