import { createTranslator } from 'use-intl/core';
import type { Language } from '../words/languages.ts';
import { loadWords } from '../words/load-words.ts';
import { describeDevice } from './describe-device.ts';

/** A device as a customer would name it: "Firefox on Linux". */
export function deviceInWords(userAgent: string, language: Language): string {
  const t = createTranslator({ locale: language, messages: loadWords(language).surroundings });
  const { browser, system } = describeDevice(userAgent);
  if (browser && system) return t('device.both', { browser, system });
  return browser ?? system ?? t('device.unknown');
}
