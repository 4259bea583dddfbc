'use server';

import { randomUUID } from 'node:crypto';
import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { getCustomer } from '../../../../lib/customers/get-customer.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { changeRole } from '../../../../lib/staff/change-role.ts';
import { staffRoles } from '../../../../lib/staff/permissions.ts';

type State = FormState<'role' | 'code' | 'answer'>;

/** Changes what somebody is among staff, with a fresh code of whoever does it. */
export async function changeColleague(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('colleagues');
  const typed = text(form, 'role').slice(0, 20);
  const role = typed === 'none' ? null : staffRoles.find((one) => one === typed);
  const code = text(form, 'code').replaceAll(/\s/g, '');
  const values = { role: typed, answer: randomUUID() };
  if (role === undefined || !code || code.length > 64) {
    const errors = {
      ...(role === undefined && { role: t('error.role') }),
      ...(!code && { code: t('error.code') }),
      ...(code.length > 64 && { code: t('error.wrongCode') }),
    };
    return { errors, values };
  }
  const customer = await getCustomer(database(), text(form, 'customer'));
  if (!customer) notFound();
  if (customer.id === staff.id) return { errors: { role: t('own') }, values };

  const { address, requestId } = await requestSource();
  const door = { db: database(), ask, requestId };
  const wish = { subject: customer.id, role, code, staff: staff.id, source: { address } };
  const changed = await changeRole(door, wish).catch(() => 'unwritten' as const);
  const problem = (which: 'noSecondFactor' | 'unclear' | 'unwritten') => ({
    problem: { title: t(`${which}.title`), text: t(`${which}.text`, { name: customer.name }) },
    values,
  });
  switch (changed) {
    case 'changed':
      redirect(`/staff/colleagues/${customer.id}?notice=changed`);
      break;
    case 'refused':
      return { errors: { code: t('error.wrongCode') }, values };
    case 'no-second-factor':
      return problem('noSecondFactor');
    default:
      return problem(changed);
  }
}
