/** One try at a fence, and whether it held. */
export interface Attempt {
  /** The process, or role, from whose place it was tried. */
  zone: string;
  /** What was tried, in words. */
  attempt: string;
  expected: string;
  result: string;
  /** Null where it could not be tried here, which the result says why. */
  held: boolean | null;
}
