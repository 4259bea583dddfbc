import { getTranslations } from 'next-intl/server';
import { staffRoles } from '../../lib/staff/permissions.ts';

/** What a colleague may do, as a word; nothing for a customer. */
export async function StaffRole({ role }: { role: string | null }) {
  const t = await getTranslations('staff.role');
  const known = staffRoles.find((one) => one === role);
  if (!known) return null;
  return (
    <span className="rounded border border-control px-1.5 text-sm whitespace-nowrap">
      {t(known)}
    </span>
  );
}
