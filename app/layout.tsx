import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import './globals.css';
import { FormTokenProvider } from '../components/form-token.tsx';
import { IconSheet } from '../components/ui/icon-sheet.tsx';
import { readTheme } from '../lib/appearance/read-theme.ts';
import { formTokenHeader } from '../lib/manager/form-token.ts';
import { letters, moreLetters } from './fonts.ts';
import { SiteFooter } from './site-footer.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return {
    title: { default: t('product'), template: `%s · ${t('product')}` },
    description: t('tagline'),
    robots: { index: false, follow: false },
  };
}

/** What the browser paints with until it has the styles. */
export async function generateViewport(): Promise<Viewport> {
  const theme = await readTheme();
  return { colorScheme: theme === 'system' ? 'light dark' : theme };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('common');
  const [received, theme] = [await headers(), await readTheme()];
  return (
    <html
      lang={await getLocale()}
      data-theme={theme === 'system' ? undefined : theme}
      className={`${letters.variable} ${moreLetters.variable}`}
    >
      <body className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:bg-panel focus:p-2"
        >
          {t('skip')}
        </a>
        <FormTokenProvider token={received.get(formTokenHeader) ?? ''}>
          {children}
          <SiteFooter theme={theme} />
        </FormTokenProvider>
        <IconSheet />
      </body>
    </html>
  );
}
