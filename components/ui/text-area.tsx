import type { ComponentProps } from 'react';
import { Labelled, type LabelProps } from './labelled.tsx';

type Props = Omit<ComponentProps<'textarea'>, 'id' | 'className' | 'name'> & LabelProps;

/** A labelled text of several lines. */
export function TextArea({ label, hint, error, rows = 5, ...input }: Props) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(tied) => (
        <textarea
          {...input}
          {...tied}
          rows={rows}
          className="mt-1.5 block w-full rounded border border-control bg-panel px-3 py-2 text-base text-ink aria-invalid:border-2 aria-invalid:border-bad"
        />
      )}
    </Labelled>
  );
}
