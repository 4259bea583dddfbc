import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import type { ListedSignal } from '../../../lib/signals/list-signals.ts';

const columns = ['pattern', 'subject', 'state', 'mark', 'events', 'first', 'last'] as const;

/** Findings, the open ones first. */
export async function SignalTable({ signals }: { signals: ListedSignal[] }) {
  const t = await getTranslations('signals');
  return (
    <Table caption={t('list.caption')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column} number={column === 'events'}>
              {t(`column.${column}`)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {signals.map((signal) => (
          <tr key={signal.id}>
            <Td>
              <Link href={`/staff/findings/${signal.id}`} prefetch={false}>
                {t(`pattern.${signal.pattern}`)}
              </Link>
            </Td>
            <Td>
              {signal.customer?.name ?? (signal.subject || t('rest'))}
              {signal.customer ? <span className="block">{signal.customer.email}</span> : null}
            </Td>
            <Td nowrap>{t(`state.${signal.state}`)}</Td>
            <Td>{t(`mark.${signal.mark ?? 'none'}`)}</Td>
            <Td number>{signal.events}</Td>
            <Td nowrap>
              <Moment at={signal.firstAt} />
            </Td>
            <Td nowrap>
              <Moment at={signal.lastAt} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
