import { Checkbox } from '../../components/ui/checkbox.tsx';
import type { CohortPreview } from '../../lib/resets/preview-cohort.ts';
import { type EndsField, endings, endsChosen } from './read-ends.ts';

/** Those of what ends tell how many with `{count}` in them. */
export type EndsWords = Record<'title' | 'intro' | (typeof endings)[number], string>;

interface Props {
  values: Partial<Record<EndsField, string>> | undefined;
  /** Who would lose what; null where that is not known. */
  ends: CohortPreview['ends'] | null;
  words: EndsWords;
}

/** What a reset ends besides passwords, with how many would lose it. */
export function EndsFields({ values, ends, words }: Props) {
  return (
    <fieldset className="space-y-3">
      <legend className="font-medium">{words.title}</legend>
      <p className="text-sm text-quiet">{words.intro}</p>
      <input type="hidden" name={endsChosen} value="yes" />
      {endings.map((what) => {
        const { count = '?', examples = [] } = ends?.[what] ?? {};
        return (
          <div key={what}>
            <Checkbox
              name={what}
              label={words[what].replace('{count}', String(count))}
              defaultChecked={values?.[what] !== 'no'}
            />
            {examples.length > 0 ? (
              <p className="pl-6 text-sm break-words text-quiet">
                {examples.map(({ email }) => email).join(', ')}
                {Number(count) > examples.length ? ' …' : null}
              </p>
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}
