'use client';

import Link from 'next/link';
import { Field } from '../../../components/ui/field.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import type { FilterField, ReadFilter } from '../../../lib/activity/read-filter.ts';
import type { FilterWords } from './filter-words.ts';

/**
 * Narrows the history down. All of it stands in the URL. In the browser's hands only for its weight, as
 * `ActivityRows` are.
 *
 * @param words JSON of `FilterWords`.
 */
export function ActivityFilter({ typed, words }: { typed: ReadFilter['typed']; words: string }) {
  const { labels, faults, kinds, outcomes, apply, clear }: FilterWords = JSON.parse(words);
  const field = (name: FilterField) => ({
    name,
    label: labels[name],
    defaultValue: typed[name] ?? '',
    error: faults[name],
  });
  return (
    <form
      method="get"
      action="/activity"
      className="mb-6 grid items-start gap-4 sm:grid-cols-2 md:grid-cols-4"
    >
      <Field {...field('q')} type="search" maxLength={100} autoComplete="off" />
      <Select {...field('kind')} options={kinds} />
      <Select {...field('outcome')} options={outcomes} />
      <Field
        {...field('address')}
        maxLength={100}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Field {...field('from')} type="date" />
      <Field {...field('until')} type="date" />
      <div className="flex items-center gap-4 sm:mt-label">
        <SubmitButton tone="plain" withoutToken>
          {apply}
        </SubmitButton>
        {Object.keys(typed).length > 0 ? (
          <Link href="/activity" prefetch={false} className="py-2">
            {clear}
          </Link>
        ) : null}
      </div>
    </form>
  );
}
