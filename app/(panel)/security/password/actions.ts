'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { changePassword } from '../../../../lib/credentials/change-password.ts';
import { hasSecondFactor } from '../../../../lib/credentials/has-second-factor.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { takeRecentProof } from '../../../../lib/sessions/take-recent-proof.ts';
import { refusalWords, typedTwice } from '../../../(sign-in)/password-errors.ts';

type State = FormState<'current' | 'password' | 'repeat' | 'keep'>;

/** Changes the customer's own password, by proof of the current one. */
export async function changeOwnPassword(_: State, form: FormData): Promise<State> {
  const signedIn = await requireCustomer();
  const t = await getTranslations('security');
  const [current, next] = [text(form, 'current'), text(form, 'password')];
  const keep = text(form, 'keep') === 'yes';
  const values = keep ? { keep: 'yes' } : {};
  const owed = await takeRecentProof(signedIn, form, { unlessAsked: 'password' });
  if (owed) return { ...owed, values };
  const unlike = await typedTwice(next, text(form, 'repeat'));
  if (unlike) return { errors: unlike, values };

  const verdict = await changePassword(signedIn, { current, next }, keep, await requestSource());
  switch (verdict.verdict) {
    case 'yes':
      redirect(
        `/security?notice=${verdict.settled ? 'password-changed' : 'password-changed-only'}`,
      );
      break;
    case 'refused': {
      const words = await refusalWords(verdict, await hasSecondFactor(signedIn.customer.id));
      return { errors: { password: words }, values };
    }
    case 'no':
      return { errors: { current: t('password.wrong') }, values };
    default: {
      const problem = { title: t('unavailable.title'), text: t('unavailable.unsure') };
      return { problem, values };
    }
  }
}
