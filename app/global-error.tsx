'use client';

import { ErrorPage } from '../components/error-page.tsx';
import './globals.css';

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Bulkhead</title>
        <ErrorPage error={error} retry={retry} />
      </body>
    </html>
  );
}
