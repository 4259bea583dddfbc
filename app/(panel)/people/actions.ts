'use server';

import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../components/form-state.ts';
import { changeMemberRole } from '../../../lib/accounts/change-member-role.ts';
import { findMembership } from '../../../lib/accounts/find-membership.ts';
import { findPerson } from '../../../lib/accounts/find-person.ts';
import { inviteMember } from '../../../lib/accounts/invite-member.ts';
import { removeMember } from '../../../lib/accounts/remove-member.ts';
import { requireSecondFactor } from '../../../lib/accounts/require-second-factor.ts';
import { memberRole } from '../../../lib/auth/contract.ts';
import { environment } from '../../../lib/manager/environment.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { knownLanguage } from '../../../lib/words/languages.ts';
import { answerForm, readOwner } from './owner-form.ts';

type State = FormState<'password' | 'code' | 'role' | 'answer'>;

/** Changes what somebody may do. */
export async function changeRole(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const typed = text(form, 'role').slice(0, 20);
  const values = { role: typed, answer: randomUUID() };
  const role = memberRole.safeParse(typed);
  if (!role.success) {
    return { errors: { role: (await getTranslations('people.error'))('role') }, values };
  }
  const owner = await readOwner(signedIn, form);
  if (!owner) return { ...(await answerForm('no', '')), values };
  const wish = { memberId: text(form, 'member'), role: role.data };
  const { verdict } = await changeMemberRole(owner, wish);
  return { ...(await answerForm(verdict, 'changed')), values };
}

/** Removes somebody from the account. */
export async function removePerson(_: State, form: FormData): Promise<State> {
  const owner = await readOwner(await requireCustomer(), form);
  if (!owner) return answerForm('no', '');
  const { verdict } = await removeMember(owner, text(form, 'member'));
  return answerForm(verdict, 'removed');
}

/** Withdraws an invitation. */
export async function withdrawInvitation(_: State, form: FormData): Promise<State> {
  const owner = await readOwner(await requireCustomer(), form);
  if (!owner) return answerForm('no', '');
  const { verdict } = await removeMember(owner, text(form, 'member'));
  return answerForm(verdict, 'withdrawn');
}

/** Mails an invitation again, as it was written. */
export async function resendInvitation(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const owner = await readOwner(signedIn, form);
  if (!owner) return answerForm('no', '');
  const membership = await findMembership(owner.db, owner.id);
  if (membership?.role !== 'owner') return answerForm('not-owner', '');
  const { accountId } = membership;
  const person = await findPerson(owner.db, { accountId, memberId: text(form, 'member') });
  if (!person) redirect('/people');
  const { verdict } = await inviteMember(
    { ...owner, idKey: environment().sessionSecret },
    {
      email: person.email,
      name: person.name,
      role: memberRole.parse(person.role),
      language: knownLanguage(signedIn.customer.language),
    },
  );
  if (verdict === 'limited' || verdict === 'already') {
    const t = await getTranslations('people.error');
    return { errors: { password: t(verdict) } };
  }
  return answerForm(verdict, 'invited');
}

/** Requires a second factor of everybody. */
export async function demandSecondFactor(_: State, form: FormData): Promise<State> {
  const owner = await readOwner(await requireCustomer(), form);
  if (!owner) return answerForm('no', '');
  const { verdict } = await requireSecondFactor(owner, true);
  return answerForm(verdict, 'required');
}

/** Requires it no longer. */
export async function liftSecondFactor(_: State, form: FormData): Promise<State> {
  const owner = await readOwner(await requireCustomer(), form);
  if (!owner) return answerForm('no', '');
  const { verdict } = await requireSecondFactor(owner, false);
  return answerForm(verdict, 'lifted');
}
