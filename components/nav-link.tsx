import Link from 'next/link';
import type { ReactNode } from 'react';

interface Props {
  href: string;
  /** Path of the page it stands on. */
  path: string;
  children: ReactNode;
}

/** A way to a part of the panel, marked when it is where one is. */
export function NavLink({ href, path, children }: Props) {
  const here = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={here ? 'page' : undefined}
      className="border-b-2 border-transparent py-3 text-ink no-underline hover:border-control aria-[current]:border-accent aria-[current]:font-semibold"
    >
      {children}
    </Link>
  );
}
