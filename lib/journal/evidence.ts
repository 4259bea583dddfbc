/** The service's statement that a member of staff had this evidence signed at this moment. */
export interface EvidenceStatement {
  /** Which investigation. */
  investigation: string;
  /** SHA-256 of the manifest, 64 hex digits. */
  digest: string;
  /** Who had it signed. */
  staff: string;
  at: Date;
}

/** The bytes that are signed. They begin like no other statement that the key signs. */
export function evidenceBytes({ investigation, digest, staff, at }: EvidenceStatement): Buffer {
  return Buffer.from(
    ['bulkhead-evidence', 1, investigation, digest, staff, at.getTime()].join(','),
  );
}
