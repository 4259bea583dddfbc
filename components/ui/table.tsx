import type { ReactNode } from 'react';

/** A table that scrolls sideways by itself where the screen is narrow; the caption is read out, not shown. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields; a group, unlike a region, is no landmark beside its section's
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div role="group" aria-label={caption} tabIndex={0} className="relative overflow-x-auto">
      <table className="table">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

interface CellProps {
  children?: ReactNode;
  /** For counts: to the right, digit below digit. */
  number?: boolean;
}

/** A heading cell. `wraps` in a table of so many columns that its words would take the room of the cells'. */
export function Th({ children, number = false, wraps = false }: CellProps & { wraps?: boolean }) {
  const classes = [number && 'number', wraps && 'sm:whitespace-normal'].filter(Boolean).join(' ');
  return (
    <th scope="col" className={classes || undefined}>
      {children}
    </th>
  );
}

/** A cell. `nowrap` for times and addresses, where there is room. */
export function Td({ children, number = false, nowrap = false }: CellProps & { nowrap?: boolean }) {
  const classes = number ? 'number' : nowrap ? 'sm:whitespace-nowrap' : undefined;
  return <td className={classes}>{children}</td>;
}
