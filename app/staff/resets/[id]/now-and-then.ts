import { useEffect, useRef, useState } from 'react';

/** What changes often, as it was no more than so many seconds ago; empty at first, so that the first is a change. */
export function useNowAndThen(now: string, everySeconds: number): string {
  const [said, say] = useState('');
  const lastMs = useRef(0);
  useEffect(() => {
    if (now === said) return;
    const waitMs = Math.max(0, lastMs.current + everySeconds * 1_000 - Date.now());
    const timer = setTimeout(() => {
      lastMs.current = Date.now();
      say(now);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [now, said, everySeconds]);
  return said;
}
