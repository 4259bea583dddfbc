import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';

/** By which the manager's records are reached, and the auth service asked. */
export interface Door {
  db: PrismaClient;
  ask: AuthConnection['ask'];
  /** Of the request under way: what follows from it is logged by it. */
  requestId?: string | undefined;
}
