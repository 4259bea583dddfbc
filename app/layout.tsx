import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import './globals.css';
import { FormTokenProvider } from '../components/form-token.tsx';
import { formTokenHeader } from '../lib/manager/form-token.ts';
import { SiteFooter } from './site-footer.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return {
    title: { default: t('product'), template: `%s · ${t('product')}` },
    description: t('tagline'),
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = { colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('common');
  const received = await headers();
  return (
    <html lang={await getLocale()}>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:bg-panel focus:p-2"
        >
          {t('skip')}
        </a>
        <FormTokenProvider token={received.get(formTokenHeader) ?? ''}>
          {children}
          <SiteFooter />
        </FormTokenProvider>
      </body>
    </html>
  );
}
