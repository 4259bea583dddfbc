/** The service's statement about everybody's activity at one moment: a Merkle root over so many chains. */
export interface ActivityStatement {
  /** Chains under the root. */
  count: number;
  /** 64 hex digits. */
  root: string;
  /** ISO 8601 in UTC, with milliseconds. */
  at: string;
}

/** As it was signed, with what checks it. */
export interface SignedActivity extends ActivityStatement {
  /** Raw Ed25519 key, base64. Worth nothing unless it is the one that was pinned. */
  publicKey: string;
  signature: string;
}

/** The text that is signed, in ASCII. It begins like no other statement that the key signs. */
export function activityCheckpointText({ count, root, at }: ActivityStatement): string {
  return ['bulkhead-activity-checkpoint', 1, count, root, Date.parse(at)].join(',');
}

/** A checkpoint of activity as a line of the file in which checkpoints of the journal stand too. */
export function printActivityCheckpoint(checkpoint: SignedActivity): string {
  const { count, root, at, publicKey, signature } = checkpoint;
  return JSON.stringify({ activity: { count, root, at, publicKey, signature } });
}

/** Reads what {@link printActivityCheckpoint} wrote; null for anything else. */
export function parseActivityCheckpoint(text: string): SignedActivity | null {
  try {
    const { activity } = JSON.parse(text);
    return isSigned(activity) && printActivityCheckpoint(activity) === text ? activity : null;
  } catch {
    return null;
  }
}

/** Whether it has the form of a signed checkpoint. Says nothing about the signature. */
export function isSigned(value: unknown): value is SignedActivity {
  if (typeof value !== 'object' || value === null) return false;
  const { count, root, at, publicKey, signature } = value as Record<string, unknown>;
  const fits = (text: unknown, form: RegExp) => typeof text === 'string' && form.test(text);
  return (
    Number.isSafeInteger(count) &&
    (count as number) > 0 &&
    fits(root, /^[0-9a-f]{64}$/) &&
    fits(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) &&
    fits(publicKey, /^[A-Za-z0-9+/]{43}=$/) &&
    fits(signature, /^[A-Za-z0-9+/]{86}==$/)
  );
}
