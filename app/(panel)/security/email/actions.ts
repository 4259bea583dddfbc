'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { email as emailShape } from '../../../../lib/auth/contract.ts';
import { cancelEmailChange, requestEmailChange } from '../../../../lib/credentials/change-email.ts';
import { readFactor } from '../../../../lib/credentials/read-factor.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';

type State = FormState<'email' | 'password' | 'code'>;

/** Asks for another address of the customer's own, by proof. The answer is the same whether it is somebody's or not. */
export async function askForAddress(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('email.ask');
  const typed = text(form, 'email').trim();
  const values = { email: typed };
  const email = emailShape.safeParse(typed);
  if (!email.success) return { errors: { email: t('error.email') }, values };
  const proof = { password: text(form, 'password'), ...(await readFactor(form)) };
  const asked = { email: email.data, ...proof };
  const { verdict } = await requestEmailChange(signedIn, asked, await requestSource());
  switch (verdict) {
    case 'yes':
      redirect('/security?notice=email-change-asked');
      break;
    case 'same':
    case 'limited':
      return { errors: { email: t(`error.${verdict}`) }, values };
    case 'no':
      return { errors: { password: t('error.proof') }, values };
    default: {
      const problem = { title: t('unsure.title'), text: t('unsure.text') };
      return { problem, values };
    }
  }
}

/** Takes the customer's own change back, as long as it is not made. */
export async function cancelChange(): Promise<void> {
  const signedIn = await requireCustomer();
  const { verdict } = await cancelEmailChange(signedIn, await requestSource());
  const notice = verdict === 'yes' ? 'cancelled' : verdict === 'no' ? 'over' : 'unsure';
  redirect(`/security?notice=email-change-${notice}`);
}
