import { createTranslator } from 'use-intl/core';
import type { Language } from '../words/languages.ts';
import { loadWords } from '../words/load-words.ts';
import { type NoticeDetail, type NoticeName, notices } from './templates.ts';

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

/** What was held back, a line a kind. */
export function heldLines(language: Language, detail: NoticeDetail): string[] {
  const t = createTranslator({ locale: language, messages: loadWords(language).mail });
  return notices
    .filter((name) => name in detail)
    .map((name) =>
      t('notices-held-back.line', { what: t(`${name}.subject`), count: Number(detail[name]) }),
    );
}
