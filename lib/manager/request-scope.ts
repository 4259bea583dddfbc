import { AsyncLocalStorage } from 'node:async_hooks';

export interface RequestScope {
  requestId: string;
  /** Statements sent to the database for it: each is a round trip. */
  questions: number;
}

// Pages are built into a copy of this module, and mean the same requests.
const kept = globalThis as { [key: symbol]: AsyncLocalStorage<RequestScope> | undefined };
const key = Symbol.for('bulkhead.request');
kept[key] ??= new AsyncLocalStorage();
const scope = kept[key];

/** Runs `work` as part of one request: a failure in it is logged under its id, what it asks the database is counted. */
export function inRequest<T>(request: RequestScope, work: () => T): T {
  return scope.run(request, work);
}

/** The request under way, if any. */
export function currentRequest(): RequestScope | undefined {
  return scope.getStore();
}
