import { Field } from '../../../../components/ui/field.tsx';
import { Select } from '../../../../components/ui/select.tsx';
import type { SomeState } from './actions.ts';

export type FactWords = Record<
  | 'lastSignIn'
  | 'lastSignInHint'
  | 'any'
  | 'before'
  | 'since'
  | 'never'
  | 'signInDay'
  | 'countries'
  | 'countriesHint'
  | 'company'
  | 'companyHint',
  string
>;

/** What of a rule the panel knows by itself. */
export function FactFields({ state, words }: { state: SomeState; words: FactWords }) {
  const { values, errors } = state;
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2 sm:items-end">
        <Select
          label={words.lastSignIn}
          name="lastSignIn"
          hint={words.lastSignInHint}
          defaultValue={values?.lastSignIn}
          options={[
            { value: '', label: words.any },
            ...(['before', 'since', 'never'] as const).map((value) => ({
              value,
              label: words[value],
            })),
          ]}
        />
        <Field
          label={words.signInDay}
          name="signInDay"
          type="date"
          defaultValue={values?.signInDay}
          error={errors?.signInDay}
        />
      </div>
      <Field
        label={words.countries}
        name="countries"
        hint={words.countriesHint}
        maxLength={400}
        autoComplete="off"
        defaultValue={values?.countries}
        error={errors?.countries}
      />
      <Field
        label={words.company}
        name="company"
        hint={words.companyHint}
        maxLength={200}
        autoComplete="off"
        defaultValue={values?.company}
      />
    </>
  );
}
