import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { ButtonLink } from '../../../components/ui/button-link.tsx';
import { DescriptionList } from '../../../components/ui/description-list.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { ask } from '../../../lib/auth/client.ts';
import type { VerdictOf } from '../../../lib/auth/contract.ts';
import { cancelChange } from './email/actions.ts';

/** The customer's address, and the change that waits for its mailboxes. */
export async function EmailAddress({ customer }: { customer: { id: string; email: string } }) {
  const t = await getTranslations('email.section');
  const said = await ask('describe-email-change', { subject: customer.id });
  const pending = said.verdict === 'yes' ? said.pending : null;
  return (
    <Section title={t('title')} intro={t('intro')}>
      <p className="wrap-anywhere">{customer.email}</p>
      {pending ? <Pending pending={pending} email={customer.email} /> : null}
      <ButtonLink href="/security/email">{t(pending ? 'again' : 'change')}</ButtonLink>
    </Section>
  );
}

type Waiting = NonNullable<
  Extract<VerdictOf<'describe-email-change'>, { verdict: 'yes' }>['pending']
>;

async function Pending({ pending, email }: { pending: Waiting; email: string }) {
  const [t, common] = [await getTranslations('email.section'), await getTranslations('common')];
  const { oldConfirmedAt, newConfirmedAt, expiresAt } = pending;
  const word = (at: string | null) =>
    at ? t.rich('confirmed', { at: () => <Moment at={new Date(at)} /> }) : t('awaited');
  return (
    <>
      <p>{t('pending')}</p>
      <DescriptionList
        items={[
          { term: t('new'), value: <span className="wrap-anywhere">{pending.email}</span> },
          { term: t('from', { email }), value: word(oldConfirmedAt) },
          { term: t('from', { email: pending.email }), value: word(newConfirmedAt) },
          { term: t('until'), value: <Moment at={new Date(expiresAt)} /> },
        ]}
      />
      <form action={cancelChange}>
        <SubmitButton tone="plain" pendingText={common('pending')}>
          {t('cancel')}
        </SubmitButton>
      </form>
    </>
  );
}
