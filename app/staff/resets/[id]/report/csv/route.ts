import { ask } from '../../../../../../lib/auth/client.ts';
import { database } from '../../../../../../lib/manager/database.ts';
import { currentRequestId } from '../../../../../../lib/manager/request.ts';
import { getReset } from '../../../../../../lib/resets/get-reset.ts';
import { listProgress } from '../../../../../../lib/resets/list-progress.ts';
import { writeProgress } from '../../../../../../lib/resets/write-progress.ts';
import { requireStaff } from '../../../../../../lib/sessions/require-staff.ts';
import { recordStaffAct } from '../../../../../../lib/staff/record-staff-act.ts';

interface Context {
  params: Promise<{ id: string }>;
}

/** How each customer stands with a reset, as a file. A POST: it is an act, and leaves a trail. */
export async function POST(_: Request, { params }: Context): Promise<Response> {
  const { customer } = await requireStaff('read-audit');
  const [db, requestId] = [database(), await currentRequestId()];
  const reset = await getReset(db, (await params).id);
  if (!reset?.cutoff) return new Response(null, { status: 404 });
  const { id, scope, cutoff } = reset;
  await recordStaffAct(db, {
    staffId: customer.id,
    act: 'reset-report-exported',
    detail: { reset: id, scope },
  });
  // Whatever fails on the way breaks the download off: a file that ends early must not look whole.
  const lines = writeProgress(listProgress({ db, ask, requestId }, { id, scope, cutoff }));
  return new Response(streamOf(lines), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="reset-${id}.csv"`,
      'cache-control': 'no-store',
    },
  });
}

/** At the pace of whoever downloads: nothing is read ahead, and a download given up ends the reading. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(stream) {
      const { done, value } = await pieces.next();
      if (done) stream.close();
      else stream.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
