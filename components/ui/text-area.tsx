import type { ComponentProps } from 'react';
import { Labelled, type LabelProps } from './labelled.tsx';

type Props = Omit<ComponentProps<'textarea'>, 'id' | 'className' | 'name'> & LabelProps;

/** A labelled text of several lines. */
export function TextArea({ label, hint, error, rows = 5, ...input }: Props) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(tied) => <textarea {...input} {...tied} rows={rows} className="input" />}
    </Labelled>
  );
}
