import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageLinks } from '../../../components/page-links.tsx';
import { PanelPage } from '../../../components/panel-page.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { database } from '../../../lib/manager/database.ts';
import { listUnwanted } from '../../../lib/notifications/choose-mails.ts';
import { countUnread } from '../../../lib/notifications/count-unread.ts';
import {
  listNotifications,
  readNotificationCursor,
} from '../../../lib/notifications/list-notifications.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { markAllRead } from './actions.ts';
import { ChooseMails } from './choose-mails.tsx';
import { NotificationList } from './notification-list.tsx';

const notices = ['read', 'saved'] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notifications'))('title') };
}

interface Props {
  searchParams: Promise<Record<'before' | 'notice', string | string[] | undefined>>;
}

export default async function NotificationsPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const customerId = signedIn.customer.id;
  const [asked, t] = [await searchParams, await getTranslations('notifications')];
  const before = readNotificationCursor(asked.before);
  const [{ notifications, older }, unwanted, unread] = await Promise.all([
    listNotifications(database(), { customerId, before }),
    listUnwanted(database(), customerId),
    countUnread(database(), customerId),
  ]);
  const notice = notices.find((known) => known === asked.notice);
  const [newest] = notifications;
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('intro')}>
        {newest && !before && unread > 0 ? (
          <form action={markAllRead}>
            <input type="hidden" name="until" value={newest.at.toISOString()} />
            <SubmitButton tone="plain">{t('markAll')}</SubmitButton>
          </form>
        ) : null}
      </PageHeader>
      {notice ? (
        <div className="mb-6">
          <Notice tone="good">{t(`notice.${notice}`)}</Notice>
        </div>
      ) : null}
      {newest ? (
        <NotificationList notifications={notifications} />
      ) : (
        <p className="text-quiet">{t(before ? 'noneOlder' : 'empty')}</p>
      )}
      <PageLinks label={t('pages')}>
        {before ? <ButtonLink href="/notifications">{t('newest')}</ButtonLink> : null}
        {older ? (
          <ButtonLink href={`/notifications?before=${older}`}>{t('older')}</ButtonLink>
        ) : null}
      </PageLinks>
      <ChooseMails unwanted={unwanted} />
    </PanelPage>
  );
}
