import { useLocale, useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { FormToken } from '../components/form-token.tsx';
import { type Theme, themes } from '../lib/appearance/themes.ts';
import { languages } from '../lib/words/languages.ts';
import { setLanguage } from './set-language.ts';
import { setTheme } from './set-theme.ts';

// Their licences ask for these links wherever the data shows.
const sources = [
  { name: 'NRO', href: 'https://www.nro.net/' },
  { name: 'RouteViews', href: 'https://www.routeviews.org/' },
  { name: 'DB-IP', href: 'https://db-ip.com/' },
];

/** The foot of every page: language and theme, changeable without JavaScript, and whose data says where addresses are. */
export function SiteFooter({ theme: chosen }: { theme: Theme }) {
  const [t, current] = [useTranslations('common'), useLocale()];
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
        <div className="flex flex-wrap gap-x-6 gap-y-2 print:hidden">
          <form action={setTheme} aria-label={t('theme')} className="flex gap-4">
            <FormToken />
            {themes.map((theme) => (
              <Choice key={theme} name="theme" value={theme} isChosen={theme === chosen}>
                {t(`themes.${theme}`)}
              </Choice>
            ))}
          </form>
          <form action={setLanguage} aria-label={t('language')} className="flex gap-4">
            <FormToken />
            {languages.map((language) => (
              <Choice
                key={language}
                name="language"
                value={language}
                lang={language}
                isChosen={language === current}
              >
                {t(`languages.${language}`)}
              </Choice>
            ))}
          </form>
        </div>
      </div>
    </footer>
  );
}

function Choice({
  name,
  value,
  lang,
  isChosen,
  children,
}: {
  name: string;
  value: string;
  lang?: string;
  isChosen: boolean;
  children: ReactNode;
}) {
  return (
    <button
      type="submit"
      name={name}
      value={value}
      lang={lang}
      aria-pressed={isChosen}
      className="py-1 underline-offset-2 hover:underline aria-pressed:font-semibold aria-pressed:text-ink"
    >
      {children}
    </button>
  );
}
