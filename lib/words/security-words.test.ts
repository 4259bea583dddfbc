import { createTranslator } from 'use-intl/core';
import { expect, test } from 'vitest';
import { loadWords } from './load-words.ts';

test.each([
  ['en', 0, 'None left.', 'lock you out: replace them now'],
  ['en', 1, 'One left. It lets you in once', 'running low'],
  ['en', 2, '2 left. Each lets you in once', 'running low'],
  ['fr', 0, 'Il n’en reste aucun.', 'remplacez-les maintenant'],
  ['fr', 1, 'Il en reste un. Il vous laisse', 'en reste peu'],
  ['fr', 2, 'Il en reste 2. Chacun vous laisse', 'en reste peu'],
] as const)(
  'in %s, %i recovery codes left are called what they are',
  (language, left, has, says) => {
    const t = createTranslator({ locale: language, messages: loadWords(language).security });
    expect(t('codes.left', { left })).toContain(has);
    expect(t('codes.low', { left })).toContain(says);
    if (left === 0) {
      expect(t('codes.left', { left })).toBe(has);
      expect(t('codes.low', { left })).not.toMatch(/running low|reste peu/);
    }
  },
);
