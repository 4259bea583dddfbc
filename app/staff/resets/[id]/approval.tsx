import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { ask } from '../../../../lib/auth/client.ts';
import { database } from '../../../../lib/manager/database.ts';
import type { SignedIn } from '../../../../lib/sessions/require-customer.ts';
import { countOthersOfSecurity } from '../../../../lib/staff/count-others-of-security.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { approve, cancel } from './actions.ts';
import { CodeForm } from './code-form.tsx';
import { PlainForm } from './plain-form.tsx';

interface Props {
  reset: { id: string; startedBy: string };
  signedIn: SignedIn;
}

/** A proposed reset: whom it would concern, and what whoever reads this can do about it. */
export async function Approval({ reset, signedIn }: Props) {
  const [t, common] = [await getTranslations('campaigns'), await getTranslations('common')];
  const { customer } = signedIn;
  const said = await ask('describe-reset', { reset: reset.id });
  if (said.verdict === 'expired' || said.verdict === 'cancelled') {
    return (
      <Notice tone="warn" title={t(`${said.verdict}.title`)}>
        {t(`${said.verdict}.text`)}
      </Notice>
    );
  }
  const alone = (await countOthersOfSecurity(database(), reset.startedBy)) === 0;
  const own = customer.id === reset.startedBy;
  const decides = may(customer.staffRole, 'handle-incidents');
  const pending = common('pending');
  return (
    <>
      <Notice tone="warn" title={t('proposed.title')}>
        {said.verdict === 'proposed' ? (
          <>
            <p>{t('proposed.text', { concerned: said.concerned })}</p>
            <p>
              {t.rich('proposed.expires', {
                moment: () => <Moment at={new Date(said.expiresAt)} />,
              })}
            </p>
          </>
        ) : (
          <p>{t('proposed.textUnknown')}</p>
        )}
        {decides && own ? <p>{t(alone ? 'proposed.alone' : 'proposed.own')}</p> : null}
        {decides ? null : <p>{t('proposed.notYou')}</p>}
      </Notice>
      {decides && !own ? (
        <Section title={t('approve.title')} intro={t('approve.intro')}>
          <CodeForm
            action={approve}
            resetId={reset.id}
            words={{
              code: t('approve.code'),
              codeHint: t('approve.codeHint'),
              submit: t('approve.submit'),
              pending,
            }}
          />
        </Section>
      ) : null}
      {decides ? (
        <Section title={t('cancel.title')} intro={t('cancel.intro')}>
          <PlainForm
            action={cancel}
            resetId={reset.id}
            words={{ submit: t('cancel.submit'), pending }}
          />
        </Section>
      ) : null}
    </>
  );
}
