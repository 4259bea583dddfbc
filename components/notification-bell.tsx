import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { unreadMax } from '../lib/notifications/count-unread.ts';
import { Icon } from './ui/icon.tsx';

/** The way to the notifications, with how many are unread. */
export function NotificationBell({ unread }: { unread: number }) {
  const t = useTranslations('notifications');
  const many = unread > unreadMax;
  return (
    <Link
      href="/notifications"
      prefetch={false}
      aria-label={many ? t('bellMany', { count: unreadMax }) : t('bell', { count: unread })}
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
