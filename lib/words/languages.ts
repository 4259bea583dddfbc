/** Every language the words exist in; the first is spoken where nothing better is known. */
export const languages = ['en', 'fr'] as const;

export type Language = (typeof languages)[number];

/**
 * The language to answer in.
 * @param chosen value of the language cookie, if any; anything unknown is ignored
 * @param accepted the Accept-Language header, if any
 */
export function chooseLanguage(chosen: string | undefined, accepted: string | null): Language {
  return known(chosen) ?? preferred(accepted ?? '') ?? languages[0];
}

/** A customer's language as it stands in their row; one that is not spoken here counts as the first. */
export function knownLanguage(stored: string): Language {
  return known(stored) ?? languages[0];
}

function known(tag: string | undefined): Language | undefined {
  return languages.find((language) => language === tag);
}

function preferred(header: string): Language | undefined {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return {
        language: known(tag.split('-')[0]),
        weight: quality ? Number(quality.trim().slice(2)) : 1,
      };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .find((wish) => wish.language)?.language;
}
