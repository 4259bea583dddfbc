import 'server-only';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../components/factor-words.ts';
import { ask } from '../../../lib/auth/client.ts';
import { chooseMethod, methodsOf } from '../../../lib/credentials/second-factors.ts';

export interface ChosenMethod {
  searchParams: Promise<{ with?: string | string[] }>;
}

/**
 * What a form needs to ask an owner for their proof: words, and by what a second factor is shown, of those they have.
 * It names its button.
 */
export async function askForProof(
  customer: { id: string; email: string },
  { searchParams }: ChosenMethod,
) {
  const factors = await ask('describe-factors', { subject: customer.id });
  // Where it cannot be told, the service refuses what is sent, and says so.
  const methods = factors.verdict === 'yes' ? methodsOf(factors) : [];
  const method = methods.length > 0 ? chooseMethod(methods, (await searchParams).with) : null;
  return { email: customer.email, methods, method, words: await factorWords(method, '') };
}

/** What somebody can be in an account, to choose from. */
export async function roleOptions() {
  const t = await getTranslations('people.role');
  return (['restricted', 'owner'] as const).map((value) => ({ value, label: t(value) }));
}
