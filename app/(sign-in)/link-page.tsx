import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { HelpLink } from '../../components/help-link.tsx';
import { OtherMethods } from '../../components/other-methods.tsx';
import { passkeyWords } from '../../components/passkey-words.ts';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { NarrowPage } from '../../components/ui/narrow-page.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { PageHeader } from '../../components/ui/page-header.tsx';
import { ask } from '../../lib/auth/client.ts';
import type { VerdictOf } from '../../lib/auth/contract.ts';
import { chooseMethod } from '../../lib/credentials/second-factors.ts';
import { requestSource } from '../../lib/manager/request.ts';
import { linkCookie } from '../../lib/sessions/link-cookie.ts';
import { ChoosePasswordForm } from './choose-password-form.tsx';
import { minLength } from './password-errors.ts';

interface Props {
  purpose: 'reset' | 'invitation';
  /** With what the second factor is to be answered, where it can be. */
  asked: string | string[] | undefined;
}

/** Where a mailed link has led: a new password, or words on why the link does not work. */
export async function LinkPage({ purpose, asked }: Props) {
  const link = await linkCookie.get();
  if (!link) return <DeadLink purpose={purpose} />;
  const { address } = await requestSource();
  const verdict = await ask('inspect-link', { token: link.token, source: { address } });
  if (verdict.verdict === 'unavailable') return <Unavailable />;
  if (verdict.verdict === 'no') return <DeadLink purpose={purpose} />;
  if (verdict.purpose !== purpose) {
    redirect(verdict.purpose === 'reset' ? '/reset' : '/invitation');
  }
  return <Choose verdict={verdict} asked={asked} />;
}

type Alive = Extract<VerdictOf<'inspect-link'>, { verdict: 'yes' }>;

async function Choose({ verdict, asked }: { verdict: Alive; asked: Props['asked'] }) {
  const { purpose, secondFactor, methods } = verdict;
  const [t, invitation, common] = [
    await getTranslations('reset.choose'),
    await getTranslations('invitation'),
    await getTranslations('common'),
  ];
  const method = secondFactor ? chooseMethod(methods, asked) : null;
  const recovery = method === 'recovery-code';
  return (
    <NarrowPage>
      {purpose === 'reset' ? (
        <PageHeader title={t('title')} intro={t('intro')} />
      ) : (
        <PageHeader title={invitation('title')} intro={invitation('intro')} />
      )}
      <ChoosePasswordForm
        key={method}
        purpose={purpose}
        method={method}
        words={{
          password: t('password'),
          hint: t('hint', { min: minLength(secondFactor) }),
          strength: t('strength'),
          repeat: t('repeat'),
          code: t(recovery ? 'recoveryCode' : 'code'),
          codeHint: t(recovery ? 'recoveryCodeHint' : 'codeHint'),
          submit: t('submit'),
          pending: common('pending'),
          passkey: await passkeyWords(),
        }}
      />
      {method ? <OtherMethods page={`/${purpose}`} methods={methods} method={method} /> : null}
      {purpose === 'reset' ? <HelpLink topic="reset" /> : null}
      {method ? <HelpLink topic="lost" /> : null}
    </NarrowPage>
  );
}

async function DeadLink({ purpose }: { purpose: Props['purpose'] }) {
  const t = await getTranslations(purpose === 'reset' ? 'reset.dead' : 'invitation.dead');
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('text')} />
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/forgotten-password" tone="primary">
          {t('again')}
        </ButtonLink>
        <ButtonLink href="/sign-in">{t('signIn')}</ButtonLink>
      </div>
    </NarrowPage>
  );
}

async function Unavailable() {
  const t = await getTranslations('reset.unavailable');
  return (
    <NarrowPage>
      <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
      <Notice tone="bad">{t('text')}</Notice>
    </NarrowPage>
  );
}
