import { looksLikeLink } from '../../resets/message-bounds.ts';

/** Words that a stranger chose, without what mail programs make links of: whoever runs a network names it. */
export function breakLinks(text: string): string {
  return text
    .split(' ')
    .map((piece) => {
      const plain = piece.normalize('NFKC');
      return looksLikeLink.test(plain) ? plain.replaceAll(/[.\u3002:/@]+/g, ' ') : piece;
    })
    .join(' ');
}
