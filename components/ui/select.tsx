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
        <select {...tied} name={name} defaultValue={defaultValue} className="input">
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
