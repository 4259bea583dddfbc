import { getLocale, getTranslations } from 'next-intl/server';
import { Fragment } from 'react';
import { FormToken } from '../components/form-token.tsx';
import { languages } from '../lib/words/languages.ts';
import { setLanguage } from './set-language.ts';

// Their licences ask for these links wherever the data shows.
const sources = [
  { name: 'NRO', href: 'https://www.nro.net/' },
  { name: 'RouteViews', href: 'https://www.routeviews.org/' },
  { name: 'DB-IP', href: 'https://db-ip.com/' },
];

/** The foot of every page: the language, changeable without JavaScript, and whose data says where addresses are. */
export async function SiteFooter() {
  const [t, current] = [await getTranslations('common'), await getLocale()];
  return (
    <footer className="mt-auto border-t border-line">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-4 text-sm text-quiet">
        <p>
          {t('product')} · {t('places')}{' '}
          {sources.map(({ name, href }) => (
            <Fragment key={name}>
              <a href={href} rel="noreferrer">
                {name}
              </a>
              ,{' '}
            </Fragment>
          ))}
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
