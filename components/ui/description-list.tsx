import { Fragment, type ReactNode } from 'react';

/** Facts: a term and what it is. */
export function DescriptionList({
  items,
}: {
  items: readonly { term: string; value: ReactNode }[];
}) {
  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-facts sm:gap-y-2.5">
      {items.map((item) => (
        <Fragment key={item.term}>
          <dt className="text-quiet">{item.term}</dt>
          <dd className="mb-2 min-w-0 break-words sm:mb-0">{item.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
