import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { cookieName } from '../sessions/cookie-names.ts';
import { bodyMaxBytes } from './guard-request.ts';

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
 * Whether a request's body has the token in it, and not too far in. Where is of no matter: nobody but this
 * browser's own forms knows it. What was read for it is put back, for Next to read.
 */
export function carries(request: IncomingMessage, token: string): Promise<boolean> {
  const declared = Number(request.headers['content-length'] ?? 0);
  const enough = Math.min(declared, bodyMaxBytes);
  if (!enough) return Promise.resolve(false);
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
        const found = last.includes(token);
        // In the same turn: once the stream has said that it is over, nothing can be put back.
        if (found || length >= enough) return settle(found, Buffer.concat(pieces));
      }
    };
    const giveUp = () => settle(false);
    const settle = (found: boolean, read?: Buffer) => {
      request.off('readable', look).off('close', giveUp).off('error', giveUp);
      if (read) request.unshift(read);
      resolve(found);
    };
    request.on('readable', look).on('close', giveUp).on('error', giveUp);
  });
}
