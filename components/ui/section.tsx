import { type ReactNode, useId } from 'react';

/** A titled part of a page. */
export function Section({
  title,
  intro,
  children,
}: {
  title: ReactNode;
  intro?: ReactNode;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-6 rounded border border-line bg-panel p-4 sm:p-6">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      {intro ? <p className="mt-1 max-w-prose text-quiet">{intro}</p> : null}
      {children ? <div className="mt-4 space-y-4">{children}</div> : null}
    </section>
  );
}

/** A surface of its own without a heading. */
export function Card({ children }: { children: ReactNode }) {
  return <div className="rounded border border-line bg-panel p-4 sm:p-6">{children}</div>;
}
