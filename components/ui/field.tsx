import type { ComponentProps } from 'react';
import { Labelled, type LabelProps } from './labelled.tsx';

type Props = Omit<ComponentProps<'input'>, 'id' | 'className' | 'name'> & LabelProps;

/** A labelled input. */
export function Field({ label, hint, error, type = 'text', ...input }: Props) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(tied) => <input {...input} {...tied} type={type} className="input" />}
    </Labelled>
  );
}
