'use client';

import { useErrorLanguage } from '../components/error-language.ts';
import { ErrorPage } from '../components/error-page.tsx';
import './globals.css';

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  // Any other would be taken for the language of the page that failed, as soon as it is there.
  const language = useErrorLanguage();
  return (
    <html lang={language}>
      <body>
        <title>Bulkhead</title>
        <ErrorPage error={error} retry={retry} />
      </body>
    </html>
  );
}
