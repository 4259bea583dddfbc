import type { Answer } from '../service.ts';

export const listPasskeys: Answer<'list-passkeys'> = async (_service, { subject }, question) =>
  question.settle(async (tx) => {
    const rows = await tx.passkey.findMany({
      where: { subjectId: subject },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
    const passkeys = rows.map((row) => ({
      passkey: row.id,
      name: row.name,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      browser: row.lastBrowser,
      system: row.lastSystem,
      place: row.lastPlace,
      synced: row.synced,
    }));
    return { verdict: { verdict: 'yes', passkeys }, subject };
  });
