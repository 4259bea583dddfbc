import { keepList } from '../../../../../lib/customer-lists/keep-list.ts';
import type { ListRefused } from '../../../../../lib/customer-lists/not-kept.ts';
import { readAddresses } from '../../../../../lib/customer-lists/read-addresses.ts';
import { readFormFile } from '../../../../../lib/customer-lists/read-form-file.ts';
import { spool } from '../../../../../lib/customer-lists/spool.ts';
import { unpack } from '../../../../../lib/customer-lists/unpack.ts';
import { database } from '../../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../../lib/sessions/require-staff.ts';

/** Takes a list of customers in, as a file of a form. Not an action: those hold all that they are sent. */
export async function POST(request: Request): Promise<Response> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const kept = await keep(request, staff.id).catch(() => ({ refused: 'failed' as const }));
  const location =
    'id' in kept
      ? `/staff/resets/lists/${kept.id}`
      : `/staff/resets/lists/new?refused=${kept.refused}`;
  return new Response(null, { status: 303, headers: { location } });
}

async function keep(
  { body, headers }: Request,
  staffId: string,
): Promise<{ id: string } | { refused: ListRefused }> {
  const file = body && (await readFormFile(body, headers.get('content-type')));
  if (!file) return { refused: 'unreadable' };
  if (!file.name) return { refused: 'empty' };
  return spool(file.content, (content) => {
    const addresses = readAddresses(unpack(content));
    return keepList(database(), { name: file.name, staffId, addresses });
  });
}
