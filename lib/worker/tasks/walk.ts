import { z } from 'zod';

/** Most domains that are walked by themselves at once. */
const lanesMax = 20;

/** A domain that had its mails of a minute: its customers after this one are walked apart from the others. */
const lane = z.object({ domain: z.string().max(254), after: z.uuid().optional() });
export type Lane = z.infer<typeof lane>;

/** How far the telling of a wave has come. Should any of it be lost, the walk begins anew: claims decide. */
export const walkShape = z.object({
  reset: z.uuid(),
  wave: z.number().int().min(1).default(1),
  /** Everyone up to this one has been told, or is in a lane. */
  after: z.uuid().optional(),
  lanes: z.array(lane).max(lanesMax).default([]),
  /** Nobody is left but in the lanes. */
  onlyLanes: z.boolean().default(false),
  /** Somebody was passed over for whose domain there was no lane: the walk is made once more. */
  again: z.boolean().default(false),
  /** How often mails that a server put off have been tried again. */
  round: z.number().int().default(0),
  requestId: z.uuid().optional(),
});
export type Walk = z.infer<typeof walkShape>;

export interface Recipient {
  id: string;
  email: string;
  language: string;
  domain: string;
}

/** Whoever comes next, in turns: one of those outside the lanes, then one of each lane. */
export interface Step {
  recipient: Recipient;
  lane: Lane | null;
}

/**
 * Opens a lane for a full domain, from the place that the walk has reached.
 *
 * @returns false where there are too many: whoever is meant is passed over until the walk is made again.
 */
export function openLane(walk: Walk, domain: string): boolean {
  if (walk.lanes.some((open) => open.domain === domain)) return true;
  if (walk.lanes.length >= lanesMax) return false;
  walk.lanes.push({ domain, after: walk.after });
  return true;
}
