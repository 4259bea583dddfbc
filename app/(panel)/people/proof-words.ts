import 'server-only';
import { getTranslations } from 'next-intl/server';
import { ask } from '../../../lib/auth/client.ts';

/** What a form needs to ask an owner for their proof: its words, and whether a code belongs to it. */
export async function askForProof(customer: { id: string; email: string }) {
  const [t, common] = [await getTranslations('people.proof'), await getTranslations('common')];
  const factors = await ask('describe-factors', { subject: customer.id });
  return {
    email: customer.email,
    // Where it cannot be told, the service refuses what is sent, and says so.
    secondFactor: factors.verdict === 'yes' && factors.totpSince !== null,
    words: { password: t('password'), code: t('code'), pending: common('pending') },
  };
}

/** What somebody can be in an account, to choose from. */
export async function roleOptions() {
  const t = await getTranslations('people.role');
  return (['restricted', 'owner'] as const).map((value) => ({ value, label: t(value) }));
}
