import { useSyncExternalStore } from 'react';

/** The language of the page that failed, else the browser's own; English in what the server sends. */
export function useErrorLanguage(): string {
  return useSyncExternalStore(
    () => () => {},
    () => document.documentElement.lang || navigator.language,
    () => 'en',
  );
}
