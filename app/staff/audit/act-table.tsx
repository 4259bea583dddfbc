import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { ListedAct } from '../../../lib/staff/list-acts.ts';
import { staffRoles } from '../../../lib/staff/permissions.ts';

/** What staff did and read, newest first. */
export async function ActTable({ acts }: { acts: ListedAct[] }) {
  const t = await getTranslations('audit');
  return (
    <Table caption={t('caption')}>
      <thead>
        <tr>
          {(['at', 'who', 'act', 'customer', 'detail'] as const).map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {acts.map((entry) => (
          <tr key={String(entry.id)}>
            <Td nowrap>
              <Moment at={entry.at} />
            </Td>
            <Td>{entry.staffName}</Td>
            <Td>{t(`act.${entry.act}`)}</Td>
            <Td>
              {entry.customerId ? (
                <Link href={`/staff/audit?customer=${entry.customerId}`} prefetch={false}>
                  {entry.customerName}
                </Link>
              ) : null}
            </Td>
            <Td>
              <Detail entry={entry} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What the entry says besides, as far as there are words for it. */
async function Detail({ entry: { detail, customerId } }: { entry: ListedAct }) {
  const [t, role] = [await getTranslations('audit.detail'), await getTranslations('staff.role')];
  const { wanted, role: to, told } = detail;
  if (typeof wanted === 'string') return wanted ? t('wanted', { wanted }) : t('newest');
  if (to === 'none') return t('noRole');
  const known = staffRoles.find((one) => one === to);
  if (known) return role(known);
  if (told === true) return t('told');
  if (typeof detail.investigation === 'string') {
    return (
      <Link href={`/staff/investigations/${detail.investigation}`} prefetch={false}>
        {t('investigation')}
      </Link>
    );
  }
  if (typeof detail.list === 'string') {
    return (
      <Link href={`/staff/resets/lists/${detail.list}`} prefetch={false}>
        {t('list')}
      </Link>
    );
  }
  if (typeof detail.signal === 'string') {
    return (
      <Link href={`/staff/findings/${detail.signal}`} prefetch={false}>
        {t('signal')}
      </Link>
    );
  }
  if (typeof detail.reset === 'string') {
    return (
      <Link href={`/staff/resets/${detail.reset}`} prefetch={false}>
        {t(detail.scope === 'all' ? 'resetAll' : customerId ? 'resetOne' : 'resetSome')}
      </Link>
    );
  }
  return null;
}
