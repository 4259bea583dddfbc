import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** A page that does one thing, in one narrow column under the product's name. */
export function NarrowPage({ children }: { children: ReactNode }) {
  const t = useTranslations('common');
  return (
    <div className="mx-auto w-full max-w-narrow px-4 pt-8 pb-12 sm:pt-16">
      <header>
        <Link href="/" prefetch={false} className="font-semibold text-ink no-underline">
          {t('product')}
        </Link>
      </header>
      <main id="content" tabIndex={-1} className="mt-6 space-y-5 outline-none">
        {children}
      </main>
    </div>
  );
}
