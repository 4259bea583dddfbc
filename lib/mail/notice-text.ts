import { createTranslator } from 'use-intl/core';
import type { Language } from '../words/languages.ts';
import { loadWords } from '../words/load-words.ts';
import type { NoticeDetail, NoticeName } from './templates.ts';

/** What the words of some notices count, where nobody said: a word without its number would not be written at all. */
const unsaid = { count: 1, addresses: 1, pattern: 'other', left: 0 };

/** What a notice says in one sentence or two, in its mail and in the panel alike. */
export function noticeText(
  name: NoticeName | 'mailed-code',
  language: Language,
  detail: NoticeDetail = {},
): string {
  const t = createTranslator({ locale: language, messages: loadWords(language).mail });
  // Each notice's words take their own names; a plain one takes none and ignores them.
  return t(`${name}.text` as 'new-sign-in.text', { ...unsaid, ...detail } as never);
}
