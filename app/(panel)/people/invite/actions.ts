'use server';

import { randomUUID } from 'node:crypto';
import { getTranslations } from 'next-intl/server';
import { type FormState, line, text } from '../../../../components/form-state.ts';
import { inviteMember } from '../../../../lib/accounts/invite-member.ts';
import {
  accountMembersMax,
  email as emailShape,
  memberRole,
} from '../../../../lib/auth/contract.ts';
import { environment } from '../../../../lib/manager/environment.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { knownLanguage } from '../../../../lib/words/languages.ts';
import { answerForm, readOwner } from '../owner-form.ts';

type State = FormState<'email' | 'name' | 'role' | 'password' | 'code' | 'answer'>;

/** Longest name of a person, in UTF-16 units. */
const nameMax = 200;

/** Invites somebody to the account. The answer is the same whether the address is a customer's or not. */
export async function invitePerson(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('people.error');
  const name = line(form, 'name');
  const typed = text(form, 'email').trim();
  const [email, role] = [emailShape.safeParse(typed), memberRole.safeParse(text(form, 'role'))];
  const values = { email: typed, name, role: role.data ?? 'restricted', answer: randomUUID() };
  const errors = {
    ...(!email.success && { email: t('email') }),
    ...(!name && { name: t('name') }),
    ...(name.length > nameMax && { name: t('nameLong', { max: nameMax }) }),
    ...(!role.success && { role: t('role') }),
  };
  if (!email.success || !role.success || Object.keys(errors).length > 0) return { errors, values };
  const owner = await readOwner(signedIn, form);
  if (!owner) return { ...(await answerForm('no', '')), values };
  const { verdict } = await inviteMember(
    { ...owner, idKey: environment().sessionSecret },
    {
      email: email.data,
      name,
      role: role.data,
      language: knownLanguage(signedIn.customer.language),
    },
  );
  switch (verdict) {
    case 'already':
    case 'limited':
      return { errors: { email: t(verdict) }, values };
    case 'full':
      return { errors: { email: t('full', { max: accountMembersMax }) }, values };
    default:
      return { ...(await answerForm(verdict, 'invited')), values };
  }
}
