'use server';

import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import type { FormState } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { passkeyCookie } from '../../../../lib/credentials/passkey-cookie.ts';
import { readPasskey } from '../../../../lib/credentials/read-passkey.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { translateReason } from '../../../../lib/resets/translate-reason.ts';
import { askingSource } from '../../../../lib/sessions/asking-source.ts';
import { deviceCookie } from '../../../../lib/sessions/device-cookie.ts';
import { safeNext } from '../../../../lib/sessions/safe-next.ts';
import { signInWithGrant } from '../../../../lib/sessions/sign-in-with-grant.ts';
import { knownLanguage } from '../../../../lib/words/languages.ts';

/** What a passkey signed in; on to where the customer was going, or one message for every no. */
export async function signInWithPasskey(
  _: FormState<never>,
  form: FormData,
): Promise<FormState<never>> {
  const t = await getTranslations('passkeys.signIn');
  const refused = { problem: { title: t('no.title'), text: t('no.text') } };
  const answer = await readPasskey(form);
  if (!answer) return refused;
  const source = await askingSource(await requestSource());
  const verdict = await ask('verify-passkey', { ...answer, source });
  switch (verdict.verdict) {
    case 'yes': {
      await passkeyCookie.clear();
      await deviceCookie.set(verdict.device);
      const started = await signInWithGrant(verdict.grant);
      redirect(started ? safeNext(form.get('next')) : '/sign-in?notice=not-started');
      break;
    }
    case 'reset-required': {
      const language = knownLanguage(await getLocale());
      const reason = await translateReason(database(), verdict.reason, language);
      return { problem: { title: t('reset.title'), text: t('reset.text', { reason }) } };
    }
    case 'no':
      return refused;
    default: {
      const away = await getTranslations('sign-in.unavailable');
      return { problem: { title: away('title'), text: away('text') } };
    }
  }
}
