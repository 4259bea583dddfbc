import 'server-only';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../components/form-state.ts';
import type { Owner } from '../../../lib/accounts/change-account.ts';
import { ask } from '../../../lib/auth/client.ts';
import { verbs } from '../../../lib/auth/contract.ts';
import { readFactor } from '../../../lib/credentials/read-factor.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { askingSource } from '../../../lib/sessions/asking-source.ts';
import type { SignedIn } from '../../../lib/sessions/require-customer.ts';

/** Who sends a form that changes the account, with what they showed. Null where it cannot be a proof. */
export async function readOwner({ customer }: SignedIn, form: FormData): Promise<Owner | null> {
  const source = await requestSource();
  const proof = {
    password: text(form, 'password'),
    ...(await readFactor(form)),
    source: await askingSource(source),
  };
  const asked = { owner: customer.id, required: true, ...proof };
  if (!verbs['require-second-factor'].request.safeParse(asked).success) return null;
  return { db: database(), ask, id: customer.id, proof, source };
}

/** Leads on after a yes; else says, in a form's state, why not. */
export async function answerForm(
  verdict: string,
  notice: string,
): Promise<FormState<'password' | 'code'>> {
  if (verdict === 'yes') redirect(`/people?notice=${notice}`);
  const t = await getTranslations('people');
  if (verdict === 'no') return { errors: { password: t('proof.wrong') } };
  if (verdict === 'missing') redirect('/people');
  const problem = verdict === 'not-owner' ? 'notOwner' : 'unsure';
  return { problem: { title: t(`${problem}.title`), text: t(`${problem}.text`) } };
}
