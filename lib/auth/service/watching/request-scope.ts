import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

/** Runs `work` as part of one request: whatever is logged in it carries the request's id. */
export function inRequest<T>(requestId: string, work: () => T): T {
  return scope.run(requestId, work);
}

/** The id of the request under way, if any. */
export function currentRequest(): string | undefined {
  return scope.getStore();
}
