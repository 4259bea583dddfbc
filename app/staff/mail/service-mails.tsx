import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { ServiceMail } from '../../../lib/notifications/list-service-mails.ts';
import { Reason } from './reason.tsx';
import { TryAgainForm } from './try-again-form.tsx';

const columns = ['what', 'customer', 'state', 'reason'] as const;
const kinds = [
  'reset',
  'invitation',
  'member',
  'disabled',
  'disowned',
  'email-old',
  'email-new',
  'email-left',
  'email-restored',
  'mailed-code',
] as const;

interface Props {
  /** Null where the auth service did not say. */
  mails: ServiceMail[] | null;
  mayTry: boolean;
}

/** Mails with links and codes that did not go out. The auth service sends them, and nobody else sees what is in them. */
export async function ServiceMails({ mails, mayTry }: Props) {
  const t = await getTranslations('delivery');
  return (
    <Section title={t('service.title')} intro={t('service.intro')}>
      {mails === null ? <Notice tone="warn">{t('service.unknown')}</Notice> : null}
      {mails?.length === 0 ? <p className="text-quiet">{t('list.none')}</p> : null}
      {mails && mails.length > 0 ? (
        <Table caption={t('service.title')}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Th key={column}>{t(`column.${column}`)}</Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mails.map((mail, place) => (
              <Row key={mail.id ?? `waiting-${place}`} mail={mail} mayTry={mayTry} />
            ))}
          </tbody>
        </Table>
      ) : null}
    </Section>
  );
}

async function Row({ mail, mayTry }: { mail: ServiceMail; mayTry: boolean }) {
  const t = await getTranslations('delivery');
  const { id, customer, at, attempts } = mail;
  const kind = kinds.find((known) => known === mail.kind);
  return (
    <tr>
      <Td>{kind ? t(`service.kind.${kind}`) : mail.kind}</Td>
      <Td>
        {customer ? (
          <>
            <Link href={`/staff/customers/${customer.id}`} prefetch={false}>
              {customer.name}
            </Link>
            <span className="block">{customer.email}</span>
          </>
        ) : null}
      </Td>
      <Td>
        {t(id ? 'state.given-up' : 'state.retried')}
        <span className="block">
          {id ? null : `${t('next')} `}
          <Moment at={at} />
        </span>
        <span className="block text-quiet">{t('attempts', { attempts })}</span>
        {id && kind !== 'mailed-code' && mayTry ? (
          <TryAgainForm
            notice={id}
            shown=""
            domain=""
            words={{ submit: t('again.submit'), pending: t('again.pending') }}
          />
        ) : null}
      </Td>
      <Td>
        <Reason mail={mail} />
      </Td>
    </tr>
  );
}
