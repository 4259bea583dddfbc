import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { factorWords } from '../../../../components/factor-words.ts';
import { HelpLink } from '../../../../components/help-link.tsx';
import { OtherMethods } from '../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { ButtonLink } from '../../../../components/ui/button-link.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { requiresSecondFactor } from '../../../../lib/accounts/requires-second-factor.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { enrolmentCookie } from '../../../../lib/credentials/enrolment-cookie.ts';
import { chooseMethod, methodsOf } from '../../../../lib/credentials/second-factors.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireCustomer, type SignedIn } from '../../../../lib/sessions/require-customer.ts';
import { recoveryCodeWords } from '../recovery-code-words.ts';
import { BeginForm } from './begin-form.tsx';
import { EnrolmentSteps } from './enrolment-steps.tsx';
import { KeyToScan } from './key-to-scan.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security.authenticator'))('pageTitle') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function AuthenticatorPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const t = await getTranslations('security.authenticator');
  const [begun, factors] = await Promise.all([
    enrolmentCookie.get(),
    ask('describe-factors', { subject: signedIn.customer.id }),
  ]);
  // A key that is in use is never shown again, whatever became of the answer that said so.
  const on = factors.verdict === 'yes' && factors.totpSince !== null;
  const awaited = !on && begun?.sessionId === signedIn.session.id ? begun : null;
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-2xl">
        <PageHeader title={t('pageTitle')} intro={t('pageIntro')} />
        <EnrolmentSteps awaitingCode={awaited !== null} words={await confirmWords()}>
          {awaited ? (
            <KeyToScan uri={awaited.uri} keyText={awaited.key} />
          ) : (
            <Beginning signedIn={signedIn} factors={factors} asked={(await searchParams).with} />
          )}
        </EnrolmentSteps>
      </div>
    </PanelPage>
  );
}

interface BeginningProps {
  signedIn: SignedIn;
  factors: Awaited<ReturnType<typeof ask<'describe-factors'>>>;
  asked: string | string[] | undefined;
}

async function Beginning({ signedIn: { customer, session }, factors, asked }: BeginningProps) {
  const [t, common, people] = [
    await getTranslations('security'),
    await getTranslations('common'),
    await getTranslations('people.requirement'),
  ];
  if (factors.verdict !== 'yes') {
    return (
      <Notice tone="warn" title={t('unavailable.title')}>
        {t('unavailable.text')}
      </Notice>
    );
  }
  if (factors.totpSince) {
    return (
      <>
        <p className="mb-4">{t('authenticator.already')}</p>
        <ButtonLink href="/security">{common('back')}</ButtonLink>
      </>
    );
  }
  const methods = methodsOf(factors);
  const method = methods.length > 0 ? chooseMethod(methods, asked) : null;
  const words = await factorWords(method, t('authenticator.beginSubmit'));
  return (
    <div className="space-y-4">
      {session.enrolmentRequired ? (
        <Notice tone="warn">
          {(await requiresSecondFactor(database(), customer.id))
            ? people('required')
            : t('authenticator.again')}
        </Notice>
      ) : customer.staffRole && !method ? (
        <Notice tone="info">{t('authenticator.staff')}</Notice>
      ) : null}
      <p>{t('authenticator.apps')}</p>
      <p>{t('authenticator.phone')}</p>
      <HelpLink topic="apps" />
      <HelpLink topic="recovery-codes" />
      <BeginForm
        key={method}
        email={customer.email}
        method={method}
        words={{
          ...words,
          title: t('authenticator.begin'),
          password: t('authenticator.beginPassword'),
        }}
      />
      {method ? (
        <OtherMethods page="/security/authenticator" methods={methods} method={method} />
      ) : (
        <p>
          <Link href="/security/passkeys/add" prefetch={false}>
            {t('authenticator.passkeyInstead')}
          </Link>
        </p>
      )}
    </div>
  );
}

async function confirmWords() {
  const [t, common] = [await getTranslations('security'), await getTranslations('common')];
  return {
    title: t('authenticator.confirm'),
    code: t('authenticator.code'),
    submit: t('authenticator.confirmSubmit'),
    cancel: t('authenticator.cancel'),
    pending: common('pending'),
    codes: await recoveryCodeWords('enrolled'),
  };
}
