import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { cookieName } from '../sessions/cookie-names.ts';
import { bodyMaxBytes } from './guard-request.ts';
import { ReplayedRequest } from './replayed-request.ts';

/** The header in which the manager's own server tells Next the token for this browser's forms. */
export const formTokenHeader = 'x-bulkhead-form';

const shape = /form\.([\w-]{43})\.([\w-]{43})/g;
const tokenLength = 'form.'.length + 43 + 1 + 43;

/**
 * Ties forms to the browser they were shown in: a cookie that only this origin can have set, and in each form
 * what the manager alone can work out from it. It holds where an `Origin` would be right or be believed
 * wrongly: of a form that somebody slipped into a page of ours, too.
 */
export function formTokens(secret: string, secure: boolean) {
  const name = cookieName('form', secure);
  const own = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{43})(?:;|$)`);
  const mac = (number: string) => createHmac('sha256', secret).update(`form ${number}`).digest();
  return {
    /** The browser's own number, or null where it has none. */
    read: ({ headers }: IncomingMessage) => own.exec(headers.cookie ?? '')?.[1] ?? null,
    make: () => randomBytes(32).toString('base64url'),
    /** The line that sets it, until the browser is closed. */
    cookie: (number: string) =>
      `${name}=${number}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
    /**
     * What each form of one answer carries. Another in each answer, since answers are compressed and say again what
     * was asked: by their lengths, something that stays the same could be guessed bit by bit (BREACH).
     */
    token(number: string): string {
      const mask = randomBytes(32);
      return `form.${mask.toString('base64url')}.${xor(mac(number), mask).toString('base64url')}`;
    },
    /** @returns what says of a text whether one of the tokens in it is this browser's. */
    seeker(number: string): (text: string) => boolean {
      const expected = mac(number);
      return (text) =>
        [...text.matchAll(shape)].some(([, mask = '', masked = '']) =>
          timingSafeEqual(xor(fromText(mask), fromText(masked)), expected),
        );
    },
  };
}

const fromText = (text: string) => Buffer.from(text, 'base64url');

function xor(one: Buffer, other: Buffer): Buffer {
  return one.map((byte, index) => byte ^ (other[index] ?? 0)) as Buffer;
}

/**
 * The same request, to be handed on, if its body has a token in it, and not too far in; else null. Where is of no
 * matter: nobody but this browser's own forms knows one.
 *
 * @param holds says of a part of the body whether the token is in it.
 */
export function carrying(
  request: IncomingMessage,
  holds: (text: string) => boolean,
): Promise<IncomingMessage | null> {
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
        last = Buffer.concat([last.subarray(-tokenLength), piece]);
        if (holds(last.toString('latin1'))) return settle(true);
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
