import type { ReactNode } from 'react';

/** A table that scrolls sideways by itself where the screen is narrow; the caption is read out, not shown. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields; a group, unlike a region, is no landmark beside its section's
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" aria-label={caption} tabIndex={0} className="relative overflow-x-auto">
      <table className={tableClasses}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

// What all cells share stands here once: said in each, it is most of what a long table weighs.
const tableClasses = [
  'w-full border-collapse text-left text-sm tabular-nums',
  '[&_:is(th,td)]:border-b [&_:is(th,td)]:border-line [&_:is(th,td)]:pr-4',
  '[&_td]:py-2.5 [&_td]:align-top',
].join(' ');

/** A heading cell. */
export function Th({ children }: { children?: ReactNode }) {
  return (
    <th scope="col" className="py-2 font-medium whitespace-nowrap text-quiet">
      {children}
    </th>
  );
}

/** A cell. `nowrap` for times and addresses. */
export function Td({ children, nowrap = false }: { children?: ReactNode; nowrap?: boolean }) {
  return <td className={nowrap ? 'whitespace-nowrap' : undefined}>{children}</td>;
}
