import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { database } from '../lib/manager/database.ts';
import { countUnread, unreadMax } from '../lib/notifications/count-unread.ts';
import { Icon } from './ui/icon.tsx';

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
      <Icon name="bell" />
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
