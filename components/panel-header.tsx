import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { signOut } from '../app/sign-out.ts';
import { requestPath } from '../lib/manager/request.ts';
import type { SignedIn } from '../lib/sessions/get-signed-in.ts';
import { NavLink } from './nav-link.tsx';
import { NotificationBell } from './notification-bell.tsx';
import { SubmitButton } from './ui/submit-button.tsx';

/** The head of every signed-in page. What it leaves out is refused where it counts: in page and action. */
export async function PanelHeader({ signedIn }: { signedIn: SignedIn | null }) {
  const t = await getTranslations('panel.nav');
  const common = await getTranslations('common');
  const [path = '/'] = (await requestPath()).split('?');
  return (
    <header className="border-b border-line bg-panel print:hidden">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-6 px-4">
        <Link href="/" prefetch={false} className="py-3 font-semibold text-ink no-underline">
          {common('product')}
        </Link>
        <nav
          aria-label={t('label')}
          className="order-last flex w-full flex-wrap gap-x-5 sm:order-none sm:w-auto"
        >
          <NavLink href="/" path={path}>
            {t('overview')}
          </NavLink>
          <NavLink href="/activity" path={path}>
            {t('activity')}
          </NavLink>
          <NavLink href="/security" path={path}>
            {t('security')}
          </NavLink>
          {signedIn && !signedIn.customer.restricted ? (
            <NavLink href="/people" path={path}>
              {t('people')}
            </NavLink>
          ) : null}
          {signedIn?.customer.staffRole ? (
            <NavLink href="/staff" path={path}>
              {t('staff')}
            </NavLink>
          ) : null}
        </nav>
        <form action={signOut} className="ml-auto flex items-center gap-3 py-2">
          {signedIn ? <NotificationBell unread={signedIn.unread} /> : null}
          {signedIn ? (
            <span className="hidden max-w-48 text-sm break-words text-quiet md:inline">
              {signedIn.customer.name}
            </span>
          ) : null}
          <SubmitButton tone="link">{t('signOut')}</SubmitButton>
        </form>
      </div>
    </header>
  );
}
