import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { unreadMax } from '../lib/notifications/count-unread.ts';

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
