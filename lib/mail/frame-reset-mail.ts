import type { Language } from '../words/languages.ts';
import { quoteLines } from './quote-lines.ts';
import { renderMail } from './render.ts';

/** No text of ours has it, and no message may: see `message-bounds.ts`. */
const mark = '\u0000';

export interface MailFrame {
  before: string;
  after: string;
}

/** What stands around the staff's words in the text of a reset's mail: `before`, the words quoted, `after`. */
export function frameResetMail(language: Language, link: string): MailFrame {
  const { text } = renderMail('forced-reset', language, { reason: mark, link });
  const [before = '', after = ''] = text.split(quoteLines(mark));
  return { before, after };
}
