import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { Language } from '../words/languages.ts';
import { wordsOf } from './message.ts';

/**
 * A reason that the auth service gave, in the language of whoever reads it: the service keeps one text, and
 * the mail's others stand beside it here. Where they are not found, the reason as it was given.
 */
export async function translateReason(
  db: PrismaClient,
  reason: string,
  language: Language,
): Promise<string> {
  try {
    const reset = await db.reset.findFirst({
      where: { state: 'active', reason },
      orderBy: { cutoff: 'desc' },
      select: { message: true, reason: true },
    });
    return reset ? wordsOf(reset, language).reason : reason;
  } catch {
    return reason;
  }
}
