import { Readable } from 'node:stream';
import { getTranslations } from 'next-intl/server';
import { entryWords } from '../../../../lib/activity/entry-words.ts';
import { exportActivity, exportFormats } from '../../../../lib/activity/export-activity.ts';
import { readFilter } from '../../../../lib/activity/read-filter.ts';
import { recordActivity } from '../../../../lib/activity/record-activity.ts';
import { readSearch } from '../../../../lib/activity/search.ts';
import { exportLedger } from '../../../../lib/ledger/export-ledger.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { requireRecentProof } from '../../../../lib/sessions/require-recent-proof.ts';
import { knownZone } from '../../../../lib/words/time-zones.ts';
import { kindWords } from '../kind-words.ts';

const types = { csv: 'text/csv', json: 'application/json' } as const;

/**
 * The signed-in customer's own history as a file, as far as the filter lets it through. Without a filter, JSON is the
 * form that can be verified.
 */
export async function GET(request: Request): Promise<Response> {
  const signedIn = await requireCustomer();
  const { searchParams } = new URL(request.url);
  const asked = Object.fromEntries(searchParams);
  searchParams.delete('format');
  await requireRecentProof(signedIn, `/activity?${searchParams}`);
  const { customer } = signedIn;
  const format = exportFormats.find((known) => known === asked.format);
  const { filter, typed, faults } = readFilter(asked, knownZone(customer.timeZone));
  if (!format || Object.keys(faults).length > 0) return new Response(null, { status: 404 });
  const t = await getTranslations('activity');
  const search = readSearch(typed.q ?? '', kindWords(t));
  // Whoever sits in a stranger's session must not take it along unseen.
  const exported = { kind: 'activity-exported', outcome: 'yes' } as const;
  const source = await requestSource();
  await recordActivity(database(), { ...exported, customerId: customer.id, source });
  const isWhole = format === 'json' && Object.keys(typed).length === 0;
  const pieces = isWhole
    ? exportLedger(database(), customer.id)
    : exportActivity(database(), { ...filter, search, customerId: customer.id }, format, (entry) =>
        entryWords(t, entry),
      );
  const bytes = Readable.toWeb(Readable.from(pieces, { objectMode: false }));
  return new Response(bytes as ReadableStream, {
    headers: {
      'content-type': `${types[format]}; charset=utf-8`,
      'content-disposition': `attachment; filename="activity.${format}"`,
      'cache-control': 'no-store',
    },
  });
}
