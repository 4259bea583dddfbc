import { createTranslator } from 'use-intl/core';
import type { Language } from '../words/languages.ts';
import { loadWords } from '../words/load-words.ts';
import { findCountry } from './find-country.ts';

/** Where an address is, in a customer's language. */
export function placeInWords(address: string, language: Language): string {
  const t = createTranslator({ locale: language, messages: loadWords(language).surroundings });
  const place = findCountry(address);
  if (place.kind !== 'country') return t(`place.${place.kind}`);
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return names.of(place.code) ?? t('place.unknown');
}
