import { type ReactNode, useId } from 'react';

type Props = {
  label: ReactNode;
  name: string;
  defaultValue?: string | undefined;
  options: readonly { value: string; label: string }[];
};

/** A labelled choice of one. */
export function Select({ label, name, defaultValue, options }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={defaultValue}
        className="mt-1.5 block w-full rounded border border-control bg-panel px-3 py-2 text-base text-ink"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
