'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { text } from '../../../components/form-state.ts';
import { database } from '../../../lib/manager/database.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { chooseMails } from '../../../lib/notifications/choose-mails.ts';
import { optionalKinds } from '../../../lib/notifications/kinds.ts';
import { markRead } from '../../../lib/notifications/mark-read.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';

const uuid = z.uuid();
const moment = z.iso.datetime();

/** Marks one notification of the customer's own as read. */
export async function markOneRead(form: FormData): Promise<void> {
  const { customer } = await requireCustomer();
  const { data: id } = uuid.safeParse(text(form, 'notification'));
  if (!id) redirect('/notifications');
  await markRead(database(), customer.id, { id });
  redirect('/notifications?notice=read');
}

/** Marks every notification up to the newest that was shown as read. */
export async function markAllRead(form: FormData): Promise<void> {
  const { customer } = await requireCustomer();
  const { data: until } = moment.safeParse(text(form, 'until'));
  if (!until) redirect('/notifications');
  await markRead(database(), customer.id, { until: new Date(until) });
  redirect('/notifications?notice=read');
}

/** Stores of which of the optional kinds mail is wanted. A kind that is none of them counts as not said. */
export async function saveMails(form: FormData): Promise<void> {
  const { customer } = await requireCustomer();
  const wanted = optionalKinds.filter((kind) => text(form, kind) === 'yes');
  await chooseMails(database(), customer.id, wanted, await requestSource());
  redirect('/notifications?notice=saved#mails');
}
