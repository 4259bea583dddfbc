import { z } from 'zod';
import { yes } from './values.ts';

/** The two kinds of key that rotate: the one that seals rows, and the one that passwords are hashed with. */
const keyKind = z.enum(['key-encryption', 'pepper']);

/** Keys and their rotation. */
export const keysVerbs = {
  /** Begins to replace a key, in the background; joins the rotation of its kind that is under way. */
  'rotate-keys': {
    request: z.object({ kind: keyKind }),
    verdict: yes.extend({ joined: z.boolean() }),
  },
  /** Which versions of keys there are, and how far rotations have come. `count` also counts the rows of each. */
  'describe-keys': {
    request: z.object({ count: z.boolean() }),
    verdict: yes.extend({
      source: z.enum(['file', 'command', 'url']),
      versions: z.array(
        z.object({
          kind: keyKind,
          version: z.number().int(),
          state: z.enum(['current', 'old', 'retired']),
          since: z.iso.datetime(),
          /** Whether the key source still yields it. */
          inSource: z.boolean(),
          /** Rows that need it; null when not counted. */
          rows: z.number().int().nullable(),
        }),
      ),
      /** Rows that name no version known here: damaged. Null when not counted. */
      strangers: z.number().int().nullable(),
      /** The newest of each kind. */
      rotations: z.array(
        z.object({
          kind: keyKind,
          state: z.enum(['begun', 'made', 'promoted', 'proven', 'done']),
          from: z.number().int(),
          to: z.number().int().nullable(),
          waitingFor: z.string().nullable(),
          rowsTotal: z.number().int(),
          rowsDone: z.number().int(),
          startedAt: z.iso.datetime(),
          endedAt: z.iso.datetime().nullable(),
        }),
      ),
    }),
  },
} as const;
