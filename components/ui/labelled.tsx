import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';

/** What an input is called, what helps to fill it in, and why it was refused. */
export interface LabelProps {
  label: ReactNode;
  name: string;
  error?: string | undefined;
  hint?: ReactNode;
}

/** What ties an input to the words around it. */
export interface LabelledInput {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
  /** Where an answer is a page of its own, as without JavaScript, one begins at what was refused. */
  autoFocus?: true;
}

/** Words around an input: its label and hint above, its error below, all read out with it. */
export function Labelled({
  label,
  hint,
  error,
  children,
}: Omit<LabelProps, 'name'> & { children: (input: LabelledInput) => ReactNode }) {
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
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': described || undefined,
        ...(error && { autoFocus: true }),
      })}
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </div>
  );
}

/** The words beside an input that was refused. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="mt-1.5 text-sm font-medium text-bad">
      <Icon name="bad" />
      {children}
    </p>
  );
}
