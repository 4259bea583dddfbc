import { useLocale, useTranslations } from 'next-intl';
import { FormToken } from '../components/form-token.tsx';
import { languages } from '../lib/words/languages.ts';
import { setLanguage } from './set-language.ts';

/** The foot of every page: the language, changeable without JavaScript. */
export function SiteFooter() {
  const [t, current] = [useTranslations('common'), useLocale()];
  return (
    <footer className="mt-auto border-t border-line">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-4 text-sm text-quiet">
        <p>
          {t('product')} · {t('places')}{' '}
          <a href="https://www.nro.net/" rel="noreferrer">
            NRO
          </a>
          ,{' '}
          <a href="https://creativecommons.org/licenses/by/4.0/" rel="license noreferrer">
            CC BY 4.0
          </a>
        </p>
        <form action={setLanguage} aria-label={t('language')} className="flex gap-4">
          <FormToken />
          {languages.map((language) => (
            <button
              type="submit"
              key={language}
              name="language"
              value={language}
              lang={language}
              aria-pressed={language === current}
              className="py-1 underline-offset-2 hover:underline aria-pressed:font-semibold aria-pressed:text-ink"
            >
              {t(`languages.${language}`)}
            </button>
          ))}
        </form>
      </div>
    </footer>
  );
}
