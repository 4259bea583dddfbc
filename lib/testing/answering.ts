import type { AuthConnection } from '../auth/connect.ts';

/** An auth service that always gives this answer, and remembers what it was asked. */
export function answering(verdict: unknown) {
  const asked: object[] = [];
  const ask = async (verb: string, request: object) => {
    asked.push({ verb, ...request });
    return verdict;
  };
  return { asked, ask: ask as unknown as AuthConnection['ask'] };
}
