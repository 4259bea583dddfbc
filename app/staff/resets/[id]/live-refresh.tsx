'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Keeps the page up to date while it is looked at; without JavaScript the browser loads it anew. */
export function LiveRefresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [router, everySeconds]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content="5" />
    </noscript>
  );
}
