import { ask } from '../../../../../lib/auth/client.ts';
import { getInvestigation } from '../../../../../lib/investigations/get-investigation.ts';
import { makeEvidence } from '../../../../../lib/investigations/make-evidence.ts';
import { database } from '../../../../../lib/manager/database.ts';
import { requestSource } from '../../../../../lib/manager/request.ts';
import { hasRecentProof } from '../../../../../lib/sessions/has-recent-proof.ts';
import { confirmPath } from '../../../../../lib/sessions/require-recent-proof.ts';
import { requireStaff } from '../../../../../lib/sessions/require-staff.ts';

interface Context {
  params: Promise<{ id: string }>;
}

/** Signs what an investigation found, and gives it as a file. A POST: it is an act, and leaves a trail. */
export async function POST(_: Request, { params }: Context): Promise<Response> {
  const { customer, session } = await requireStaff('handle-incidents');
  const isProven = await hasRecentProof(session);
  const investigation = await getInvestigation(database(), (await params).id);
  if (!investigation) return new Response(null, { status: 404 });
  if (!isProven) {
    // 303: what is posted here is not to be posted there.
    const location = confirmPath(`/staff/investigations/${investigation.id}`);
    return new Response(null, { status: 303, headers: { location } });
  }
  const { id, name, email } = customer;
  const { address } = await requestSource();
  const door = { db: database(), ask };
  const made = await makeEvidence(door, investigation, { id, name, email, address }).catch(
    () => 'failed' as const,
  );
  if (typeof made === 'string') {
    const location = `/staff/investigations/${investigation.id}?notice=${made}`;
    return new Response(null, { status: 303, headers: { location } });
  }
  return new Response(made.bundle, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="evidence-${investigation.id}.json"`,
      'cache-control': 'no-store',
    },
  });
}
