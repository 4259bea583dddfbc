import { type ComponentProps, type ReactNode, useId } from 'react';

type Props = Omit<ComponentProps<'input'>, 'id' | 'className'> & {
  label: ReactNode;
  name: string;
  error?: string | undefined;
  hint?: ReactNode;
};

/** A labelled input, with its hint above it and its error beside it, both read out with the input. */
export function Field({ label, hint, error, type = 'text', ...input }: Props) {
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
      <input
        {...input}
        id={id}
        type={type}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className="mt-1.5 block w-full rounded border border-control bg-panel px-3 py-2 text-base text-ink aria-invalid:border-2 aria-invalid:border-bad read-only:bg-sunk"
      />
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}

/** The words beside an input that was refused. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="mt-1.5 text-sm font-medium text-bad">
      {children}
    </p>
  );
}
