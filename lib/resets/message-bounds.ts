/** Most characters of a subject: longer ones are cut off in most mailboxes. */
export const subjectMax = 120;
/** Most characters of a text: the auth service keeps no longer reason. */
export const textMax = 2_000;

/** Why a subject or a text is not taken. `found`: the piece of it that is meant. */
export type TextFault = { fault: 'empty' | 'long' | 'hidden' } | { fault: 'link'; found: string };

/** A text as it will be mailed: lines ended alike, no tabs, and nothing before or after it. */
export function tidyText(typed: string): string {
  return typed
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/[^\S\n]+$/gm, '')
    .toWellFormed()
    .trim();
}

/**
 * What is wrong with a text that was tidied, or with a subject, which is one line. The mail has a link of
 * its own: any other could only lead customers astray, and mail programs make links of what looks like one.
 */
export function faultOf(
  text: string,
  { max, lines }: { max: number; lines: boolean },
): TextFault | null {
  if (!text) return { fault: 'empty' };
  if (text.length > max) return { fault: 'long' };
  // Format characters turn text around, or stand unseen in the middle of a link.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(lines ? text.replaceAll('\n', '') : text)) {
    return { fault: 'hidden' };
  }
  const found = text.split(/\s+/).find((piece) => looksLikeLink.test(piece.normalize('NFKC')));
  return found ? { fault: 'link', found: [...found].slice(0, 80).join('') } : null;
}

/** Of a word in NFKC: whether mail programs make a link of it. */
export const looksLikeLink =
  /:\/\/|^\W*www\.|\b(?:mailto|tel|sms|data|javascript):|[\p{L}\p{N}_-][.\u3002]\p{L}{2}|\S@\S/iu;
