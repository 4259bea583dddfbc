import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { HelpLink } from '../../../../components/help-link.tsx';
import { OtherMethods } from '../../../../components/other-methods.tsx';
import { passkeyWords } from '../../../../components/passkey-words.ts';
import { NarrowPage } from '../../../../components/ui/narrow-page.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { chooseMethod } from '../../../../lib/credentials/second-factors.ts';
import { challengeCookie } from '../../../../lib/sessions/challenge-cookie.ts';
import { shorten } from '../shorten.ts';
import { startOver } from './actions.ts';
import { CodeForm } from './code-form.tsx';

const wordsOf = { totp: 'code', 'recovery-code': 'recoveryCode', passkey: 'passkey' } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sign-in.code'))('title') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function CodePage({ searchParams }: Props) {
  const pending = await challengeCookie.get();
  if (pending?.asks !== 'second-factor') redirect('/sign-in?notice=start-again');
  const t = await getTranslations('sign-in');
  const common = await getTranslations('common');
  const { methods } = pending;
  const method = chooseMethod(methods, (await searchParams).with);
  const its = wordsOf[method];
  return (
    <NarrowPage>
      <PageHeader title={t(`${its}.title`)} intro={t(`${its}.intro`)} />
      <p className="text-sm">{t('code.who', { email: shorten(pending.email) })}</p>
      <CodeForm
        key={method}
        method={method}
        words={{
          label: t(`${its}.label`),
          submit: t('code.submit'),
          pending: common('pending'),
          passkey: await passkeyWords(),
        }}
      />
      <OtherMethods page="/sign-in/code" methods={methods} method={method} />
      <HelpLink topic="lost" />
      <form action={startOver}>
        <SubmitButton tone="link">{t('code.cancel')}</SubmitButton>
      </form>
    </NarrowPage>
  );
}
