import { type ComponentProps, type ReactNode, useId } from 'react';
import { FieldError } from './field.tsx';

type Props = Omit<ComponentProps<'textarea'>, 'id' | 'className'> & {
  label: ReactNode;
  name: string;
  error?: string | undefined;
  hint?: ReactNode;
};

/** A labelled text of several lines; the same contract as `Field`. */
export function TextArea({ label, hint, error, rows = 5, ...input }: Props) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="mt-0.5 text-sm text-quiet">
          {hint}
        </p>
      ) : null}
      <textarea
        {...input}
        id={id}
        rows={rows}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className="mt-1.5 block w-full rounded border border-control bg-panel px-3 py-2 text-base text-ink aria-invalid:border-2 aria-invalid:border-bad"
      />
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}
