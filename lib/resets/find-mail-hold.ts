import type { PrismaClient } from '../../prisma/manager/client/client.ts';

/**
 * What keeps a wave of mails back, if anything: a stop, which is final, or the last word if it is a pause. The first wave
 * of a reset that holds its mails is paused before any word.
 */
export async function findMailHold(
  database: Pick<PrismaClient, 'reset' | 'resetMailAct'>,
  { reset, wave }: { reset: string; wave: number },
): Promise<'pause' | 'stop' | null> {
  const ofWave = { resetId: reset, wave };
  const stop = await database.resetMailAct.findFirst({ where: { ...ofWave, act: 'stop' } });
  if (stop) return 'stop';
  const last = await database.resetMailAct.findFirst({
    where: ofWave,
    orderBy: { id: 'desc' },
    select: { act: true },
  });
  if (last || wave > 1) return last?.act === 'pause' ? 'pause' : null;
  const { holdsMails } = await database.reset.findUniqueOrThrow({ where: { id: reset } });
  return holdsMails ? 'pause' : null;
}
