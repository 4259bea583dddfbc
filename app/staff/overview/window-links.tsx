import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { type WindowName, windowNames } from '../../../lib/overview/window.ts';

/** Over what time the overview looks. */
export async function WindowLinks({ shown }: { shown: WindowName }) {
  const t = await getTranslations('overview.window');
  return (
    <nav aria-label={t('label')} className="mt-6 flex flex-wrap gap-x-5 gap-y-1">
      {windowNames.map((name) => (
        <Link
          key={name}
          href={`/staff?window=${name}`}
          prefetch={false}
          aria-current={name === shown ? 'true' : undefined}
          className="py-1 aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
