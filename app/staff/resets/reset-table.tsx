import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { ask } from '../../../lib/auth/client.ts';
import { database } from '../../../lib/manager/database.ts';
import { countMails, type MailCounts } from '../../../lib/resets/count-mails.ts';
import type { ListedReset, ResetState } from '../../../lib/resets/list-resets.ts';

/** Resets, each with how far it has come and a way to its page. */
export async function ResetTable({ resets }: { resets: ListedReset[] }) {
  const t = await getTranslations('staff.resets');
  const inForce = resets.filter(({ state }) => state === 'active').map(({ id }) => id);
  const mails = await countMails(database(), inForce);
  return (
    <Table caption={t('caption')}>
      <thead>
        <tr>
          {(['started', 'whom', 'state', 'progress', 'mails'] as const).map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {resets.map((reset) => (
          <Row key={reset.id} reset={reset} mails={mails.get(reset.id)} />
        ))}
      </tbody>
    </Table>
  );
}

async function Row({ reset, mails }: { reset: ListedReset; mails: MailCounts | undefined }) {
  const [t, campaigns, closing] = [
    await getTranslations('staff.resets'),
    await getTranslations('campaigns'),
    await getTranslations('progress.close'),
  ];
  const whom = reset.scope === 'all' ? t('everyone') : (reset.only?.name ?? t('several'));
  const said = reset.state === 'active' ? await ask('describe-reset', { reset: reset.id }) : null;
  const passwords = said?.verdict === 'yes' ? { done: said.done, concerned: said.concerned } : null;
  return (
    <tr>
      <Td nowrap>
        <Moment at={reset.createdAt} />
      </Td>
      <Td>
        <Link href={`/staff/resets/${reset.id}`} prefetch={false}>
          {whom}
        </Link>
      </Td>
      <Td nowrap>
        {reset.closing ? closing('state') : campaigns(`state.${reset.state as ResetState}`)}
      </Td>
      <Td nowrap>{passwords ? t('of', passwords) : said ? t('unknown') : '–'}</Td>
      <Td nowrap>{mails ? t('of', { done: mails.sent, concerned: mails.concerned }) : '–'}</Td>
    </tr>
  );
}
