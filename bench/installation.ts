import { pbkdf2Sync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AuthConnection, connectAuth } from '../lib/auth/connect.ts';
import { startAuthService } from '../lib/testing/auth-service.ts';

export interface Customer {
  subject: string;
  email: string;
  address: string;
}

/** Every customer's password. */
export const password = 'amber-timber-quartz-amber';

/** The auth service as in production: its own process on a Unix socket, asked as the manager asks it. */
export async function openInstallation(databaseUrl: string, cost: number) {
  const service = await startAuthService(databaseUrl, cost);
  const connect = (caller: 'manager' | 'operator' | 'worker'): AuthConnection =>
    connectAuth({
      socketPath: service.socketPath,
      caller,
      callerKey: readFileSync(service.keyFile(caller), 'utf8').trim(),
    });
  const [manager, operator, worker] = [connect('manager'), connect('operator'), connect('worker')];
  return { manager, operator, worker, ...service };
}

export type Installation = Awaited<ReturnType<typeof openInstallation>>;

/** Customers who have signed in once, so that each has a hash of the current scheme and cost. */
export async function settleCustomers(
  { operator, manager }: Installation,
  count: number,
): Promise<Customer[]> {
  const customers = Array.from({ length: count }, (_, index) => ({
    subject: randomUUID(),
    email: `customer-${index}-${randomUUID()}@example.com`,
    address: `198.18.${index >> 8}.${index & 255}`,
  }));
  await importCustomers(operator, customers);
  // A few at a time: all at once would be shed.
  for (let from = 0; from < count; from += 4) {
    const few = customers.slice(from, from + 4);
    await Promise.all(few.map((customer) => signIn(manager, customer)));
  }
  return customers;
}

/** Customers that nobody has taken over yet. */
export function newCustomers(count: number): Pick<Customer, 'subject' | 'email'>[] {
  return Array.from({ length: count }, () => {
    const subject = randomUUID();
    return { subject, email: `${subject}@example.com` };
  });
}

/** Takes customers over with hashes of an older system, and the first of them with authenticators. */
export async function importCustomers(
  operator: AuthConnection,
  customers: Pick<Customer, 'subject' | 'email'>[],
  { setAt = new Date('2024-01-01'), totpKeys = [] as string[] } = {},
): Promise<void> {
  const passwordHash = legacyHash();
  const passwordSetAt = setAt.toISOString();
  const rows = customers.map(({ subject, email }, index) => {
    const facts = { subject, email, language: 'en' as const, passwordHash, passwordSetAt };
    const totpKey = totpKeys[index];
    return totpKey ? { ...facts, totpKey } : facts;
  });
  const answer = await operator.ask('import-credentials', { rows });
  if (answer.verdict !== 'yes' || answer.results.some(({ result }) => result !== 'imported')) {
    throw new Error('the import was refused');
  }
}

/** A whole sign-in: the question, and the grant redeemed. @throws unless it ends in a yes. */
export async function signIn(manager: AuthConnection, { email, address }: Customer): Promise<void> {
  const answer = await manager.ask('verify-password', { email, password, source: { address } });
  if (answer.verdict !== 'yes') throw new Error(`a right password was answered ${answer.verdict}`);
  const redeemed = await manager.ask('redeem-grant', { grant: answer.grant, purpose: 'sign-in' });
  if (redeemed.verdict !== 'yes') throw new Error('a grant was refused');
}

function legacyHash(): string {
  const digest = pbkdf2Sync(password, 'salt', 1_000, 32, 'sha256').toString('base64');
  return `pbkdf2_sha256$1000$salt$${digest}`;
}
