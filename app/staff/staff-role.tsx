import { getTranslations } from 'next-intl/server';

/** What a colleague may do, as a word; nothing for a customer. */
export async function StaffRole({ role }: { role: string | null }) {
  const t = await getTranslations('staff.role');
  if (role !== 'support' && role !== 'security') return null;
  return (
    <span className="rounded border border-control px-1.5 text-sm whitespace-nowrap">
      {t(role)}
    </span>
  );
}
