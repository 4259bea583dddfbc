/** What a checkpoint says of one customer. */
export interface Leaf {
  customer: string;
  /** Entries that the chain had. */
  length: number;
  /** Hash of the last of them. */
  head: string;
  /** Entries up to here were old enough to be removed. */
  passing: number;
}

/** A leaf as the text that is hashed, after the byte that tells leaves from nodes (RFC 6962 2.1). */
export function leafText({ customer, length, head, passing }: Leaf): string {
  return ['bulkhead-activity-chain', 1, customer, length, head, passing].join(',');
}

/** Bytes before what is hashed, in hex digits: no leaf can be taken for a node. */
export const [leafMark, nodeMark] = ['00', '01'];
