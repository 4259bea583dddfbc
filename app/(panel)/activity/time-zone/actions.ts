'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { chooseTimeZone } from '../../../../lib/customers/choose-time-zone.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { readZone } from '../../../../lib/words/time-zones.ts';

/** Keeps the zone in which the customer reads times, and leads back to the activity. */
export async function setTimeZone(
  _: FormState<'zone'>,
  form: FormData,
): Promise<FormState<'zone'>> {
  const { customer } = await requireCustomer();
  const zone = readZone(text(form, 'browserZone') || text(form, 'zone'));
  if (!zone) return { errors: { zone: (await getTranslations('zone'))('fault') } };
  await chooseTimeZone(customer.id, zone, await requestSource());
  redirect('/activity');
}
