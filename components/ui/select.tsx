import { Labelled, type LabelProps } from './labelled.tsx';

type Props = LabelProps & {
  defaultValue?: string | undefined;
  options: readonly { value: string; label: string }[];
};

/** A labelled choice of one. */
export function Select({ label, hint, error, name, defaultValue, options }: Props) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(tied) => (
        <select
          {...tied}
          name={name}
          defaultValue={defaultValue}
          className="mt-1.5 block w-full rounded border border-control bg-panel px-3 py-2 text-base text-ink aria-invalid:border-2 aria-invalid:border-bad"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
