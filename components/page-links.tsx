import { Children, type ReactNode } from 'react';

/** The ways to the other pages of a list; where there are none, nothing: neither a gap nor a landmark. */
export function PageLinks({ label, children }: { label: string; children: ReactNode }) {
  if (Children.toArray(children).length === 0) return null;
  return (
    <nav aria-label={label} className="mt-6 flex flex-wrap gap-3">
      {children}
    </nav>
  );
}
