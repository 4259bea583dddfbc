import type { Transaction } from '../service.ts';

/** A subject's passkeys as a browser names them to its authenticators. */
export async function describeCredentials(tx: Pick<Transaction, 'passkey'>, subjectId: string) {
  const passkeys = await tx.passkey.findMany({
    where: { subjectId },
    orderBy: { createdAt: 'asc' },
  });
  return passkeys.map(({ credentialId, transports }) => ({
    id: Buffer.from(credentialId).toString('base64url'),
    type: 'public-key' as const,
    transports,
  }));
}
