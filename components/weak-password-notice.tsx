import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { PasswordWeakness } from '../lib/auth/contract.ts';
import { Notice } from './ui/notice.tsx';

/** What was found against the customer's password when it was last typed, and the way to change it. */
export async function WeakPasswordNotice({ weakness }: { weakness: PasswordWeakness }) {
  const t = await getTranslations('security.weak');
  return (
    <Notice tone="warn" title={t('title')}>
      <p>{t(weakness)}</p>
      <p>
        <Link href="/security/password" prefetch={false}>
          {t('change')}
        </Link>
      </p>
    </Notice>
  );
}
