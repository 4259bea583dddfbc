import Link from 'next/link';
import type { ReactNode } from 'react';
import { SubmitButton } from '../../components/ui/submit-button.tsx';

interface Props {
  /** The list that is narrowed down: what is chosen stands in its URL. */
  page: string;
  isFiltered: boolean;
  words: { apply: string; clear: string };
  children: ReactNode;
}

/** Narrows a list down by the fields in it. */
export function FilterForm({ page, isFiltered, words, children }: Props) {
  return (
    <form method="get" action={page} className="mb-6 flex flex-wrap items-start gap-4">
      {children}
      <div className="flex w-full items-center gap-4 sm:mt-label sm:w-auto">
        <SubmitButton tone="plain" withoutToken>
          {words.apply}
        </SubmitButton>
        {isFiltered ? (
          <Link href={page} prefetch={false} className="py-2">
            {words.clear}
          </Link>
        ) : null}
      </div>
    </form>
  );
}
