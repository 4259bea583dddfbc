'use client';

import en from '../lib/words/en/errors.json' with { type: 'json' };
import fr from '../lib/words/fr/errors.json' with { type: 'json' };
import { useErrorLanguage } from './error-language.ts';
import { takeFocus } from './take-focus.ts';
import { buttonClasses } from './ui/button-classes.ts';

/** Plain words for what nobody foresaw, and two ways on. Shows nothing of the error but its reference. */
export function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const language = useErrorLanguage();
  const words = language.startsWith('fr') ? fr : en;
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <main
      id="content"
      lang={language}
      className="mx-auto w-full max-w-narrow space-y-5 px-4 pt-8 pb-12 sm:pt-16"
    >
      <h1 ref={takeFocus} tabIndex={-1} className="text-2xl font-semibold tracking-tight">
        {words.title}
      </h1>
      <p className="text-quiet">{words.text}</p>
      {digest ? <p className="text-sm">{words.reference.replace('{digest}', digest)}</p> : null}
      <div className="flex flex-wrap gap-3">
        <button type="button" onClick={retry} className={buttonClasses('primary')}>
          {words.retry}
        </button>
        {/* A full load, not a client navigation: it also gets out of a broken page. */}
        <a href="/" className={buttonClasses('plain')}>
          {words.home}
        </a>
      </div>
    </main>
  );
}
