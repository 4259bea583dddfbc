import { type ReactNode, useId } from 'react';
import { FieldError } from './labelled.tsx';

type Props = {
  label: ReactNode;
  name: string;
  value?: string;
  error?: string | undefined;
  defaultChecked?: boolean;
};

/** A box to tick, with its label beside it. */
export function Checkbox({ label, name, value = 'yes', error, defaultChecked }: Props) {
  const id = useId();
  return (
    <div>
      <div className="flex items-start gap-2">
        <input
          id={id}
          type="checkbox"
          name={name}
          value={value}
          defaultChecked={defaultChecked}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <label htmlFor={id}>{label}</label>
      </div>
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}
