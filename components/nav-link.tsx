'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

/** A way to a part of the panel, marked when it is where one is. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
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
