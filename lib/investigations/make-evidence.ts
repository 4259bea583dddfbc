import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { type Bundle, digestOf, printBundle, writeManifest } from '../evidence/bundle.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import { describeAccounts } from './describe-accounts.ts';
import { evidenceFiles } from './evidence-files.ts';
import type { Investigation } from './get-investigation.ts';
import { listAttempts } from './list-attempts.ts';
import { listEntries } from './list-entries.ts';
import { traceIndicators } from './trace-indicators.ts';

/** Most accounts and attempts that one bundle holds. */
const evidenceMax = { accounts: 20_000, attempts: 100_000 };

interface Maker {
  id: string;
  name: string;
  email: string;
  /** From where. */
  address: string;
}

/**
 * Gathers what an investigation found, has it signed, and notes that it was taken out.
 *
 * @returns the text of the bundle; `cut` where it would not be whole, `refused` where it was not signed.
 * @throws when it cannot be read in time, or not be noted.
 */
export async function makeEvidence(
  { db, ask }: { db: PrismaClient; ask: AuthConnection['ask'] },
  investigation: Investigation,
  maker: Maker,
): Promise<{ bundle: string } | 'cut' | 'refused'> {
  const { question, id, title } = investigation;
  const trace = await traceIndicators(db, question, evidenceMax.accounts);
  const attempts = await listAttempts(db, question, evidenceMax.attempts + 1);
  const isTooMany = Object.values(trace.counts).some((count) => count > evidenceMax.accounts);
  if (trace.isCut || isTooMany || attempts.length > evidenceMax.attempts) return 'cut';
  const ids = trace.accounts.map(({ customerId }) => customerId);
  const factors = await describeAccounts(ask, maker.id, ids);
  const entries = await findWhose(db, await listEntries(db, id));
  const files = evidenceFiles({ trace, attempts, entries, factors });
  const { address, ...madeBy } = maker;
  const manifest = writeManifest(
    {
      investigation: {
        id,
        title,
        indicators: question.indicators.lines,
        from: question.from?.toISOString() ?? null,
        until: question.until?.toISOString() ?? null,
      },
      madeBy,
    },
    files,
  );
  const digest = digestOf(manifest);
  const signed = await ask('sign-evidence', {
    investigation: id,
    digest,
    staff: maker.id,
    source: { address },
  });
  if (signed.verdict !== 'yes') return 'refused';
  const detail = { investigation: id, digest };
  await recordStaffAct(db, { staffId: maker.id, act: 'evidence-exported', detail });
  const { at, publicKey, signature } = signed;
  const bundle: Bundle = {
    bulkhead: 'evidence',
    version: 1,
    manifest,
    files,
    signed: { digest, at, publicKey, signature },
  };
  return { bundle: printBundle(bundle) };
}

async function findWhose<T extends { customerId: string }>(db: PrismaClient, entries: T[]) {
  const customers = await db.customer.findMany({
    where: { id: { in: [...new Set(entries.map(({ customerId }) => customerId))] } },
    select: { id: true, email: true },
  });
  const emails = new Map(customers.map(({ id, email }) => [id, email]));
  return entries.map((entry) => ({ ...entry, email: emails.get(entry.customerId) ?? '' }));
}
