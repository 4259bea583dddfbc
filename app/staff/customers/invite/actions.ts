'use server';

import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, line, text } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { email as emailShape } from '../../../../lib/auth/contract.ts';
import { inviteCustomer } from '../../../../lib/customers/invite-customer.ts';
import { database } from '../../../../lib/manager/database.ts';
import { environment } from '../../../../lib/manager/environment.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { takeRecentProof } from '../../../../lib/sessions/take-recent-proof.ts';
import { knownLanguage } from '../../../../lib/words/languages.ts';

type State = FormState<'email' | 'name' | 'company' | 'language' | 'answer'>;

/** Longest name of a person or a company, in UTF-16 units. */
const nameMax = 200;

/** Makes a customer, who is mailed an invitation by the auth service. */
export async function invite(_: State, form: FormData): Promise<State> {
  const signedIn = await requireStaff('help-customer');
  const t = await getTranslations('staff');
  const facts = {
    name: line(form, 'name'),
    company: line(form, 'company'),
    language: knownLanguage(text(form, 'language')),
  };
  const typed = text(form, 'email').trim();
  const email = emailShape.safeParse(typed);
  const values = { ...facts, email: typed, answer: randomUUID() };
  const owed = await takeRecentProof(signedIn, form);
  if (owed) return { ...owed, values };
  const tooLong = t('error.nameLong', { max: nameMax });
  const errors = {
    ...(!email.success && { email: t('error.email') }),
    ...(!facts.name && { name: t('error.name') }),
    ...(facts.name.length > nameMax && { name: tooLong }),
    ...(facts.company.length > nameMax && { company: tooLong }),
  };
  if (!email.success || Object.keys(errors).length > 0) return { errors, values };

  const invited = await inviteCustomer(
    { database: database(), auth: { ask }, idKey: environment().sessionSecret },
    { email: email.data, staff: signedIn.customer.id, ...facts },
  );
  switch (invited.verdict) {
    case 'yes':
      redirect(`/staff/customers/${invited.customer}?notice=invited`);
      break;
    case 'exists':
      return { errors: { email: t('error.emailExists') }, values };
    default: {
      const words = invited.verdict === 'no' ? 'invite.refused' : 'unavailable';
      return { problem: { title: t(`${words}.title`), text: t(`${words}.text`) }, values };
    }
  }
}
