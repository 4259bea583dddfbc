import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { database } from '../lib/manager/database.ts';
import { countUnread, unreadMax } from '../lib/notifications/count-unread.ts';

/** The way to the notifications, with how many are unread. Without the number where it cannot be asked for. */
export async function NotificationBell({ customerId }: { customerId: string }) {
  const [t, unread] = [await getTranslations('notifications'), await unreadOf(customerId)];
  const many = unread > unreadMax;
  const name = unread === -1 ? t('title') : t('bell', { count: unread });
  return (
    <Link
      href="/notifications"
      prefetch={false}
      aria-label={many ? t('bellMany', { count: unreadMax }) : name}
      className="relative inline-flex items-center gap-1 p-2 text-ink no-underline"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 20 20"
        className="size-5 fill-none stroke-current stroke-[1.5]"
      >
        <path d="M4 14.5h12l-1.5-2V9a4.5 4.5 0 0 0-9 0v3.5zM8.2 16.5a2 2 0 0 0 3.6 0" />
      </svg>
      {unread > 0 ? (
        <span
          aria-hidden="true"
          className="rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent tabular-nums"
        >
          {many ? `${unreadMax}+` : unread}
        </span>
      ) : null}
    </Link>
  );
}

async function unreadOf(customerId: string): Promise<number> {
  try {
    return await countUnread(database(), customerId);
  } catch {
    return -1;
  }
}
