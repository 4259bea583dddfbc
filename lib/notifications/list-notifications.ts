import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { type NoticeDetail, type NoticeName, notices } from '../mail/templates.ts';

/** Notifications a page. */
const pageSize = 20;

export interface ListedNotification {
  id: string;
  kind: NoticeName;
  at: Date;
  address: string;
  userAgent: string;
  detail: NoticeDetail;
  readAt: Date | null;
}

/** Where a page ends. It names a place in time and gives no access. */
export interface NotificationCursor {
  at: Date;
  id: string;
}

/** One page of what a customer was told, newest first, at the same cost for the first page and the last. */
export async function listNotifications(
  db: PrismaClient,
  { customerId, before }: { customerId: string; before?: NotificationCursor | undefined },
): Promise<{ notifications: ListedNotification[]; older: string | undefined }> {
  const rows = await db.notification.findMany({
    where: {
      customerId,
      // A kind that only a newer version knows has no words here.
      kind: { in: [...notices] },
      ...(before && {
        at: { lte: before.at },
        OR: [{ at: { lt: before.at } }, { id: { lt: before.id } }],
      }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: pageSize + 1,
  });
  const notifications = rows.slice(0, pageSize).map((row) => ({
    ...row,
    kind: row.kind as NoticeName,
    detail: row.detail as NoticeDetail,
  }));
  const last = notifications.at(-1);
  const older = rows.length > pageSize && last ? `${last.at.getTime()}.${last.id}` : undefined;
  return { notifications, older };
}

/** Reads a cursor from a URL; anything that is not one means the first page. */
export function readNotificationCursor(value: unknown): NotificationCursor | undefined {
  const form = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
  const [, at, id] = form.exec(typeof value === 'string' ? value : '') ?? [];
  return at && id ? { at: new Date(Number(at)), id } : undefined;
}
