import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { notices as kinds } from '../../../lib/mail/templates.ts';
import { endedBadly } from '../../../lib/notifications/delivery.ts';
import type { ListedNotice, NoticeQuery } from '../../../lib/notifications/list-notices.ts';
import { Reason } from './reason.tsx';
import { TryAgainForm } from './try-again-form.tsx';

const columns = ['what', 'customer', 'state', 'queued', 'reason'] as const;
interface Props {
  notices: ListedNotice[];
  query: NoticeQuery;
  /** Whether the reader may have one sent again. */
  mayTry: boolean;
}

/** Mails, newest first, each with what became of it and why. */
export async function MailTable({ notices, query, mayTry }: Props) {
  const [t, mail] = [await getTranslations('delivery'), await getTranslations('mail')];
  return (
    <Table caption={t('list.title')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {notices.map((notice) => {
          const kind = kinds.find((known) => known === notice.kind);
          return (
            <tr key={String(notice.id)}>
              <Td>{kind ? mail(`${kind}.subject`) : notice.kind}</Td>
              <Td>
                <Link href={`/staff/customers/${notice.customerId}`} prefetch={false}>
                  {notice.customerName}
                </Link>
                <span className="block">{notice.customerEmail}</span>
              </Td>
              <Td>
                <State notice={notice} />
                {mayTry && endedBadly.some((state) => state === notice.shown) ? (
                  <TryAgainForm
                    notice={String(notice.id)}
                    shown={query.shown ?? ''}
                    domain={query.domain ?? ''}
                    words={{ submit: t('again.submit'), pending: t('again.pending') }}
                  />
                ) : null}
              </Td>
              <Td nowrap>
                <Moment at={notice.queuedAt} />
              </Td>
              <Td>
                <Reason mail={notice} />
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

async function State({ notice: { shown, nextAt, endedAt, attempts } }: { notice: ListedNotice }) {
  const t = await getTranslations('delivery');
  const at = shown === 'retried' ? nextAt : endedAt;
  return (
    <>
      {t(`state.${shown}`)}
      {at ? (
        <span className="block">
          {shown === 'retried' ? `${t('next')} ` : null}
          <Moment at={at} />
        </span>
      ) : null}
      {attempts > 0 ? (
        <span className="block text-quiet">{t('attempts', { attempts })}</span>
      ) : null}
    </>
  );
}
