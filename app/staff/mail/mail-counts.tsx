import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { type DomainCount, domainsMax } from '../../../lib/notifications/count-notices.ts';
import { type ShownState, shownStates } from '../../../lib/notifications/list-notices.ts';
import { hrefOf } from '../../../lib/notifications/read-query.ts';

interface Props {
  counts: Record<ShownState, number>;
  domains: DomainCount[];
}

/** How many mails are where, and to which domains those go that were not sent. Each figure leads to them. */
export async function MailCounts({ counts, domains }: Props) {
  const t = await getTranslations('delivery');
  return (
    <Section title={t('counts.title')}>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-7">
        {shownStates.map((shown) => (
          <div key={shown} className="flex flex-col justify-between">
            <dt className="text-sm text-quiet">{t(`counts.${shown}`)}</dt>
            <dd className="text-lg font-semibold tabular-nums">
              <Link href={hrefOf({ shown })} prefetch={false}>
                {counts[shown]}
              </Link>
            </dd>
          </div>
        ))}
      </dl>
      {domains.length > 0 ? (
        <Table caption={t('domains.caption', { max: domainsMax })}>
          <thead>
            <tr>
              {(['domain', 'waiting', 'unsent'] as const).map((column) => (
                <Th key={column} number={column !== 'domain'}>
                  {t(`domains.${column}`)}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {domains.map(({ domain, waiting, unsent }) => (
              <tr key={domain}>
                <Td>
                  <Link href={hrefOf({ domain })} prefetch={false} className="break-all">
                    {domain}
                  </Link>
                </Td>
                <Td number>{waiting}</Td>
                <Td number>{unsent}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Section>
  );
}
