import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PanelPage } from '../../components/panel-page.tsx';
import type { SignedIn } from '../../lib/sessions/require-customer.ts';
import { may } from '../../lib/staff/permissions.ts';

interface Props {
  /** The staff member, as `requireStaff` answered. */
  signedIn: SignedIn;
  part: (typeof parts)[number]['part'];
  children: ReactNode;
}

const parts = [
  { part: 'overview', href: '/staff' },
  { part: 'customers', href: '/staff/customers' },
  { part: 'findings', href: '/staff/findings' },
  { part: 'investigations', href: '/staff/investigations' },
  { part: 'resets', href: '/staff/resets' },
  { part: 'passwords', href: '/staff/passwords' },
  { part: 'mail', href: '/staff/mail' },
  { part: 'colleagues', href: '/staff/colleagues' },
  { part: 'audit', href: '/staff/audit', permission: 'read-audit' },
] as const;

/** A page of the staff area, with the way to its other parts. */
export async function StaffPage({ signedIn, part, children }: Props) {
  const t = await getTranslations('staff.nav');
  const { staffRole } = signedIn.customer;
  const shown = parts.filter((one) => !('permission' in one) || may(staffRole, one.permission));
  return (
    <PanelPage signedIn={signedIn}>
      <nav
        aria-label={t('label')}
        className="mb-6 flex flex-wrap gap-x-5 gap-y-1 text-sm print:hidden"
      >
        {shown.map((other) => (
          <Link
            key={other.part}
            href={other.href}
            prefetch={false}
            aria-current={other.part === part ? 'true' : undefined}
            className="py-1 aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
          >
            {t(other.part)}
          </Link>
        ))}
      </nav>
      {children}
    </PanelPage>
  );
}
