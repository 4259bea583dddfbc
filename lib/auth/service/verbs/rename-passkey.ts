import { changeByBoth } from '../passwords/change-by-both.ts';

export const renamePasskey = changeByBoth<'rename-passkey'>(async (tx, subject, request) => {
  const { count } = await tx.passkey.updateMany({
    where: { id: request.passkey, subjectId: subject.id },
    data: { name: request.name },
  });
  return count === 1 ? { verdict: 'yes' } : 'no-such-passkey';
});
