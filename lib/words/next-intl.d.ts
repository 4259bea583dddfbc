import type { Language } from './languages.ts';
import type { Words } from './load-words.ts';

// A key that is in no catalogue is a type error where it is used.
declare module 'use-intl' {
  interface AppConfig {
    Locale: Language;
    Messages: Words;
  }
}
