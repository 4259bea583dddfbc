import Link from 'next/link';
import type { ReactNode } from 'react';
import { type ButtonTone, buttonClasses } from './button-classes.ts';

type Props = { href: string; children: ReactNode; tone?: ButtonTone; wide?: boolean };

/** A way to another page that is the next thing to do, and so looks like a button. */
export function ButtonLink({ href, children, tone = 'plain', wide = false }: Props) {
  return (
    <Link href={href} prefetch={false} className={`${buttonClasses(tone)} ${wide ? 'w-full' : ''}`}>
      {children}
    </Link>
  );
}
