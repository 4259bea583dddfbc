/** What `describe_failures` tells of a customer's failed sign-ins. */
export interface Failures {
  failures: number;
  addresses: number;
  /** Networks of the last {@link patternBounds.spreadMinutes}. */
  networks: number;
  /** Failures of the last {@link patternBounds.burstMinutes}. */
  burst: number;
  /** Right passwords that a code stopped. */
  stopped: number;
}

/** Who has forgotten a password is in one or two places, and asks for a link before the tenth attempt in ten minutes. */
export const patternBounds = { networks: 3, spreadMinutes: 60, burst: 10, burstMinutes: 10 };

export type FailurePattern = 'stopped' | 'spread' | 'burst';

/** The gravest pattern that failures follow, of which a customer is told at once; null for what waits for a digest. */
export function findPattern({ networks, burst, stopped }: Failures): FailurePattern | null {
  if (stopped > 0) return 'stopped';
  if (networks >= patternBounds.networks) return 'spread';
  return burst >= patternBounds.burst ? 'burst' : null;
}
