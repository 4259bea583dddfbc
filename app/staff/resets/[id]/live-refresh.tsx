'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useIsScripted } from '../../../../components/is-scripted.ts';
import { buttonClasses } from '../../../../components/ui/button-classes.ts';
import { useNowAndThen } from './now-and-then.ts';

interface Props {
  everySeconds: number;
  /** How things stand, in a sentence or two. */
  now: string;
  /** The page's own address. */
  here: string;
  words: Record<'title' | 'on' | 'off' | 'stop' | 'go' | 'again', string>;
}

// Somebody who listens to the page is not interrupted by each mail that leaves.
const saidEverySeconds = 20;

/**
 * Keeps the page up to date while it is looked at, until it is told to stop, and says aloud now and then how things
 * stand. Without JavaScript it is asked for anew by whoever wants to: a page that loads itself takes away one's place in it.
 */
export function LiveRefresh({ everySeconds, now, here, words }: Props) {
  const router = useRouter();
  const [running, setRunning] = useState(true);
  const scripted = useIsScripted();
  const said = useNowAndThen(now, saidEverySeconds);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [router, everySeconds, running]);
  return (
    <div className="mt-6 text-quiet">
      <p role="status" aria-label={words.title} className="sr-only">
        {said}
      </p>
      {/* Both in one place, so that nothing moves once scripts run. */}
      <div className="grid">
        <div
          className={`col-start-1 row-start-1 flex flex-wrap gap-x-4 gap-y-1 ${scripted ? '' : 'invisible'}`}
        >
          <p>{running ? words.on : words.off}</p>
          <button
            type="button"
            onClick={() => setRunning(!running)}
            className={buttonClasses('link')}
          >
            {running ? words.stop : words.go}
          </button>
        </div>
        {scripted ? null : (
          <p className="col-start-1 row-start-1">
            <a href={here}>{words.again}</a>
          </p>
        )}
      </div>
    </div>
  );
}
