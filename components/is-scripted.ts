import { useSyncExternalStore } from 'react';

/** Whether JavaScript runs; false in what the server sends. */
export function useIsScripted(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
