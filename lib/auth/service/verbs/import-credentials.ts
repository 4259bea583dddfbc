import type { VerdictOf } from '../../contract.ts';
import { type HeldKeys, holdKeys } from '../keys/hold-keys.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { type LegacyHash, parseLegacyHash } from '../passwords/legacy/legacy-hash.ts';
import { sealPassword } from '../passwords/seal-password.ts';
import { totpKeyPlace } from '../seal/places.ts';
import { seal } from '../seal/seal.ts';
import type { Answer, ParsedRequest, Service, Transaction } from '../service.ts';
import { emailLookup } from '../subjects/email-lookup.ts';
import { newSubject } from '../subjects/new-subject.ts';
import { parseTotpKey } from '../totp/totp-key.ts';

type Row = ParsedRequest<'import-credentials'>['rows'][number];
type Result = VerdictOf<'import-credentials'>['results'][number];
type Rejected = Extract<Result, { result: 'rejected' }>;

interface Acceptable {
  row: Row;
  legacy: LegacyHash;
  totpKey: Buffer | null;
  emailLookup: Bytes;
}

/** Takes each row or rejects it; nothing of a row that is rejected, or already here, is written. */
export const importCredentials: Answer<'import-credentials'> = async (
  service,
  request,
  question,
) => {
  const { now } = question;
  const judged = request.rows.map((row) => judge(service, row));
  const acceptable = judged.filter((one) => 'legacy' in one);
  const settled = await question.settle(async (tx) => {
    const keys = await holdKeys(service, tx);
    const subjects = acceptable.map(({ row: { subject: id, email, language } }) =>
      newSubject(keys, { id, email, language, createdAt: now }),
    );
    const created = await tx.subject.createManyAndReturn({
      data: subjects,
      skipDuplicates: true,
      select: { id: true },
    });
    const imported = new Set(created.map(({ id }) => id));
    // A subject and email that stand twice in one batch: the first is the one that was inserted.
    const first = new Map<string, Acceptable>();
    for (const one of acceptable) {
      if (imported.has(one.row.subject) && !first.has(one.row.subject))
        first.set(one.row.subject, one);
    }
    await insertCredentials(keys, tx, [...first.values()], now);
    const present = await findPresent(tx, acceptable);
    const results = judged.map((one): Result => {
      if (!('legacy' in one)) return one;
      const subject = present.get(hex(one.emailLookup));
      if (!subject) throw new Error('a subject id belongs to another email');
      return { result: first.get(subject) === one ? 'imported' : 'present', subject };
    });
    const because = `imported ${first.size} of ${results.length}`;
    return { verdict: { verdict: 'yes', results }, because };
  });
  service.wakeHouse();
  return settled;
};

function judge(service: Service, row: Row): Acceptable | Rejected {
  const legacy = parseLegacyHash(row.passwordHash);
  if (typeof legacy === 'string') return { result: 'rejected', because: legacy };
  const totpKey = row.totpKey ? parseTotpKey(row.totpKey) : null;
  if (row.totpKey && !totpKey) return { result: 'rejected', because: 'malformed-totp-key' };
  return { row, legacy, totpKey, emailLookup: emailLookup(service.keys, row.email) };
}

async function insertCredentials(
  keys: HeldKeys,
  tx: Transaction,
  accepted: Acceptable[],
  now: Date,
) {
  await tx.password.createMany({
    data: accepted.map(({ row, legacy: { scheme, cost } }) => ({
      subjectId: row.subject,
      ...sealPassword(keys, row.subject, {
        scheme,
        cost,
        pepperVersion: null,
        hash: row.passwordHash,
      }),
      // A date to come would put the password ahead of every cutoff until then.
      setAt: new Date(Math.min(Date.parse(row.passwordSetAt), now.getTime())),
      hashedAt: now,
    })),
  });
  const withKeys = accepted.filter((one) => one.totpKey !== null);
  await tx.totp.createMany({
    data: withKeys.map(({ row, totpKey }) => ({
      subjectId: row.subject,
      state: 'active',
      keySealed: seal(keys, totpKeyPlace(row.subject), totpKey ?? Buffer.alloc(0)),
      keyVersion: keys.keyEncryption.current,
      createdAt: now,
      confirmedAt: now,
    })),
  });
}

async function findPresent(tx: Transaction, acceptable: Acceptable[]) {
  const rows = await tx.subject.findMany({
    where: { emailLookup: { in: acceptable.map((one) => one.emailLookup) } },
    select: { id: true, emailLookup: true },
  });
  return new Map(rows.map((row) => [hex(row.emailLookup), row.id]));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
