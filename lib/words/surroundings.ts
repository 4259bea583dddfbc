import { createTranslator } from 'use-intl/core';
import type { Language } from './languages.ts';
import { loadWords } from './load-words.ts';

/** A device in words, by names it is known under: "Firefox on Linux". */
export function deviceWords(
  { browser, system }: { browser?: string | null | undefined; system?: string | null | undefined },
  language: Language,
): string {
  const t = words(language);
  if (browser && system) return t('device.both', { browser, system });
  return browser ?? system ?? t('device.unknown');
}

/** @param place a country's code of two letters, `local`, or anything else for unknown. */
export function placeWords(place: string, language: Language): string {
  const t = words(language);
  if (place === 'local') return t('place.local');
  if (!/^[A-Z]{2}$/.test(place)) return t('place.unknown');
  return regions[language].of(place) ?? t('place.unknown');
}

/** For a mail, which may be read anywhere: so the zone that is meant is named. */
export function momentWords(moment: Date, language: Language, timeZone = 'UTC'): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  return `${new Intl.DateTimeFormat(language, format).format(moment)} (${timeZone.replaceAll('_', ' ')})`;
}

// Made once: a page of history asks them for each row.
const regions = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  fr: new Intl.DisplayNames('fr', { type: 'region' }),
};
const translators = { en: translator('en'), fr: translator('fr') };

function words(language: Language) {
  return translators[language];
}

function translator(locale: Language) {
  return createTranslator({ locale, messages: loadWords(locale).surroundings });
}
