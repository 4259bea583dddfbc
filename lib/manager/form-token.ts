import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { cookieName } from '../sessions/cookie-names.ts';
import { bodyMaxBytes } from './guard-request.ts';
import { ReplayedRequest } from './replayed-request.ts';

/** The header in which the manager's own server tells Next the token for this browser's forms. */
export const formTokenHeader = 'x-bulkhead-form';

/**
 * Ties forms to the browser they were shown in: a cookie that only this origin can have set, and in each form
 * what the manager alone can work out from it. It holds where an `Origin` would be right or be believed
 * wrongly: of a form that somebody slipped into a page of ours, too.
 */
export function formTokens(secret: string, secure: boolean) {
  const name = cookieName('form', secure);
  const own = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`);
  return {
    /** The browser's own number, or null where it has none. */
    read: ({ headers }: IncomingMessage) => own.exec(headers.cookie ?? '')?.[1] ?? null,
    make: () => randomBytes(32).toString('base64url'),
    /** The line that sets it, until the browser is closed. */
    cookie: (number: string) =>
      `${name}=${number}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
    /** What each form shown to this browser carries. */
    token: (number: string) =>
      createHmac('sha256', secret).update(`form ${number}`).digest('base64url'),
  };
}

/**
 * The same request, to be handed on, if its body has the token in it, and not too far in; else null. Where is of no
 * matter: nobody but this browser's own forms knows it.
 */
export function carrying(request: IncomingMessage, token: string): Promise<IncomingMessage | null> {
  const declared = Number(request.headers['content-length'] ?? 0);
  const enough = Math.min(declared, bodyMaxBytes);
  if (!enough) return Promise.resolve(null);
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let length = 0;
    let last: Buffer = Buffer.alloc(0);
    const look = () => {
      for (let piece = request.read(); piece; piece = request.read()) {
        pieces.push(piece);
        length += piece.length;
        // Only where the token can have ended since: of a body that drips, all would be read for each drop.
        last = Buffer.concat([last.subarray(-token.length), piece]);
        if (last.includes(token)) return settle(true);
        if (length >= enough) return settle(false);
      }
    };
    const giveUp = () => settle(false);
    const settle = (found: boolean) => {
      request.off('readable', look).off('close', giveUp).off('error', giveUp);
      resolve(found ? new ReplayedRequest(request, Buffer.concat(pieces)) : null);
    };
    request.on('readable', look).on('close', giveUp).on('error', giveUp);
  });
}
