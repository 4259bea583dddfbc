'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

interface Props {
  everySeconds: number;
  /** A code may be being typed: without JavaScript a page that is loaded anew would take it away. */
  typing: boolean;
}

/** Keeps the page up to date while it is looked at; without JavaScript the browser loads it anew. */
export function LiveRefresh({ everySeconds, typing }: Props) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [router, everySeconds]);
  if (typing) return null;
  return (
    <noscript>
      <meta httpEquiv="refresh" content="5" />
    </noscript>
  );
}
