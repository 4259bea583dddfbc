import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { FormToken } from '../../../components/form-token.tsx';
import { Moment } from '../../../components/moment.tsx';
import { buttonClasses } from '../../../components/ui/button-classes.ts';
import { deviceInWords } from '../../../lib/devices/device-in-words.ts';
import { heldLines, noticeText } from '../../../lib/mail/notice-text.ts';
import type { ListedNotification } from '../../../lib/notifications/list-notifications.ts';
import { placeInWords } from '../../../lib/places/place-in-words.ts';
import { knownLanguage } from '../../../lib/words/languages.ts';
import { markOneRead } from './actions.ts';

/** What a customer was told, in the words of its mails. */
export async function NotificationList({ notifications }: { notifications: ListedNotification[] }) {
  const t = await getTranslations('notifications');
  return (
    <ul aria-label={t('list')} className="rounded border border-line bg-panel">
      {notifications.map((one) => (
        <li key={one.id} className="max-w-none border-b border-line p-4 last:border-b-0 sm:px-6">
          <Notification notification={one} />
        </li>
      ))}
    </ul>
  );
}

async function Notification({ notification }: { notification: ListedNotification }) {
  const { id, kind, at, address, userAgent, detail, readAt } = notification;
  const [t, mail, format] = [
    await getTranslations('notifications'),
    await getTranslations('mail'),
    await getFormatter(),
  ];
  const language = knownLanguage(await getLocale());
  const title = mail(`${kind}.subject`);
  return (
    <article className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 max-w-prose space-y-1">
        <h2 className={readAt ? '' : 'font-semibold'}>
          {title}
          {readAt ? null : (
            <span className="ml-2 rounded bg-info-tint px-1.5 py-0.5 text-sm font-normal">
              {t('unread')}
            </span>
          )}
        </h2>
        <p>{noticeText(kind, language, detail)}</p>
        {kind === 'notices-held-back' ? (
          <ul className="list-disc pl-5">
            {heldLines(language, detail).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : null}
        {address ? (
          <p className="text-sm text-quiet">
            {t('where', {
              address,
              place: placeInWords(address, language),
              device: deviceInWords(userAgent, language),
            })}
          </p>
        ) : null}
        <p className="text-sm text-quiet">
          <Moment at={at} />
        </p>
      </div>
      {readAt ? null : (
        <form action={markOneRead}>
          <FormToken />
          <button
            type="submit"
            name="notification"
            value={id}
            aria-label={t('markReadNamed', {
              title,
              at: format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' }),
            })}
            className={buttonClasses('link')}
          >
            {t('markRead')}
          </button>
        </form>
      )}
    </article>
  );
}
