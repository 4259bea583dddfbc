import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { FormToken } from '../../../components/form-token.tsx';
import { Moment } from '../../../components/moment.tsx';
import { PanelPage } from '../../../components/panel-page.tsx';
import { SessionTable } from '../../../components/session-table.tsx';
import { buttonClasses } from '../../../components/ui/button-classes.ts';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { WeakPasswordNotice } from '../../../components/weak-password-notice.tsx';
import { ask } from '../../../lib/auth/client.ts';
import type { VerdictOf } from '../../../lib/auth/contract.ts';
import { methodsOf } from '../../../lib/credentials/second-factors.ts';
import { database } from '../../../lib/manager/database.ts';
import { listSessions } from '../../../lib/sessions/list-sessions.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { endAllOthers, endOne } from './actions.ts';
import { EmailAddress } from './email-address.tsx';
import { Passkeys } from './passkeys.tsx';
import { RememberedDevices } from './remembered-devices.tsx';

const notices = [
  'password-changed',
  'password-changed-only',
  'email-change-asked',
  'email-change-cancelled',
  'email-change-over',
  'email-change-unsure',
  'authenticator-added',
  'authenticator-removed',
  'authenticator-removed-one-left',
  'passkey-added',
  'passkey-renamed',
  'passkey-removed',
  'passkey-removed-last',
  'session-ended',
  'sessions-ended',
  'device-forgotten',
  'devices-forgotten',
  'devices-unsure',
] as const;

const doubtful = [
  'password-changed-only',
  'devices-unsure',
  'email-change-over',
  'email-change-unsure',
];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security'))('title') };
}

interface Props {
  searchParams: Promise<{ notice?: string | string[] }>;
}

export default async function SecurityPage({ searchParams }: Props) {
  const signedIn = await requireCustomer();
  const { customer, session } = signedIn;
  const [asked, t] = [await searchParams, await getTranslations('security')];
  const [factors, sessions] = await Promise.all([
    ask('describe-factors', { subject: customer.id }),
    listSessions(database(), customer.id),
  ]);
  const notice = notices.find((known) => known === asked.notice);
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('intro')} />
      {notice ? (
        <Notice tone={doubtful.some((one) => one === notice) ? 'warn' : 'good'}>
          {t(`notice.${notice}`)}
        </Notice>
      ) : null}
      {factors.verdict === 'yes' ? (
        <Factors customerId={customer.id} factors={factors} />
      ) : (
        <Notice tone="warn" title={t('unavailable.title')}>
          {t('unavailable.text')}
        </Notice>
      )}
      <EmailAddress customer={customer} />
      <Section title={t('sessions.title')} intro={t('sessions.intro')}>
        <SessionTable
          sessions={sessions}
          currentId={session.id}
          act={(one, named) => (
            <form action={endOne}>
              <FormToken />
              <button
                type="submit"
                name="session"
                value={one.id}
                aria-label={t('sessions.endNamed', named)}
                className={buttonClasses('link')}
              >
                {t('sessions.end')}
              </button>
            </form>
          )}
        />
        {sessions.length > 1 ? (
          <form action={endAllOthers}>
            <SubmitButton tone="plain">{t('sessions.endOthers')}</SubmitButton>
          </form>
        ) : null}
      </Section>
      <RememberedDevices customerId={customer.id} />
    </PanelPage>
  );
}

async function Factors({
  customerId,
  factors,
}: {
  customerId: string;
  factors: Extract<VerdictOf<'describe-factors'>, { verdict: 'yes' }>;
}) {
  const t = await getTranslations('security');
  const { passwordSetAt, totpSince, recoveryCodesLeft: left, weakness } = factors;
  return (
    <>
      {weakness ? <WeakPasswordNotice weakness={weakness} /> : null}
      <Section title={t('password.title')}>
        {passwordSetAt ? (
          <p>{t.rich('password.since', { at: () => <Moment at={new Date(passwordSetAt)} /> })}</p>
        ) : null}
        <ButtonLink href="/security/password">{t('password.change')}</ButtonLink>
      </Section>
      <Section title={t('authenticator.title')}>
        {totpSince ? (
          <>
            <p>
              {t.rich('authenticator.since', { at: () => <Moment at={new Date(totpSince)} /> })}
            </p>
            <ButtonLink href="/security/authenticator/remove">
              {t('authenticator.remove')}
            </ButtonLink>
          </>
        ) : (
          <>
            <p>{t('authenticator.off')}</p>
            <ButtonLink href="/security/authenticator" tone="primary">
              {t('authenticator.enrol')}
            </ButtonLink>
          </>
        )}
      </Section>
      <Passkeys customerId={customerId} />
      {methodsOf(factors).length > 0 ? (
        <Section title={t('codes.title')}>
          <p>{t('codes.left', { left })}</p>
          {left < 3 ? <Notice tone="warn">{t('codes.low', { left })}</Notice> : null}
          <ButtonLink href="/security/recovery-codes">{t('codes.replace')}</ButtonLink>
        </Section>
      ) : null}
    </>
  );
}
