import type { Logger } from 'pino';
import type { PrismaClient } from '../../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../../auth/connect.ts';
import type { Mailer } from '../../mail/transport.ts';

/** What the tasks work with. */
export interface Surroundings {
  /** The manager's database, as role `worker_app`. */
  database: PrismaClient;
  auth: AuthConnection;
  mailer: Pick<Mailer, 'send'>;
  log: Pick<Logger, 'warn' | 'error'>;
  /** Where the panel is reached; links in mails lead there. */
  publicUrl: URL;
  /** Most mails that leave in any minute because of resets, over all workers and resets together. */
  mailsPerMinute: number;
  /** Most of these that leave in any minute to one mail domain. */
  mailsPerMinuteAndDomain: number;
  /** Days that activity is kept. */
  activityDays: number;
}
