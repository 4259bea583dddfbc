import type { ReactNode } from 'react';

/** The least that Next.js renders: what a page of the panel is held against. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
