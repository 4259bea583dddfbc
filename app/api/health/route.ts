import { database } from '../../../lib/manager/database.ts';

/** Whether the manager reaches its database; nothing more is told. */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    await database().$queryRaw`SELECT 1`;
    return Response.json({ status: 'ok' }, { headers });
  } catch {
    return Response.json({ status: 'unavailable' }, { status: 503, headers });
  }
}
