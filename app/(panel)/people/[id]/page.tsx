import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { OtherMethods } from '../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { ButtonLink } from '../../../../components/ui/button-link.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { findMembership } from '../../../../lib/accounts/find-membership.ts';
import { findPerson } from '../../../../lib/accounts/find-person.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import type { AccountMember } from '../../../../prisma/manager/client/client.ts';
import { changeRole, removePerson, resendInvitation, withdrawInvitation } from '../actions.ts';
import { OwnersOnly } from '../owners-only.tsx';
import { PersonForm } from '../person-form.tsx';
import { askForProof, type ChosenMethod, roleOptions } from '../proof-words.ts';

interface Props extends ChosenMethod {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people'))('manage') };
}

export default async function PersonPage({ params, searchParams }: Props) {
  const signedIn = await requireCustomer();
  const membership = await findMembership(database(), signedIn.customer.id);
  if (membership?.role !== 'owner') return <OwnersOnly signedIn={signedIn} />;
  const { accountId } = membership;
  const person = await findPerson(database(), { accountId, memberId: (await params).id });
  if (!person) notFound();
  const t = await getTranslations('people');
  const own = person.customerId === signedIn.customer.id;
  const { methods, ...proof } = await askForProof(signedIn.customer, { searchParams });
  const Forms = person.joinedAt ? MemberForms : InvitationForms;
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader
        title={person.name}
        intro={t('person.intro', {
          email: person.email,
          role: t(person.role === 'owner' ? 'role.owner' : 'role.restricted'),
        })}
      >
        <ButtonLink href="/people">{t('person.back')}</ButtonLink>
      </PageHeader>
      {own ? (
        <p>{t('person.own')}</p>
      ) : (
        <>
          <Forms proof={proof} person={person} />
          {proof.method ? (
            <OtherMethods page={`/people/${person.id}`} methods={methods} method={proof.method} />
          ) : null}
        </>
      )}
    </PanelPage>
  );
}

interface FormsProps {
  proof: Omit<Awaited<ReturnType<typeof askForProof>>, 'methods'>;
  person: AccountMember;
}

async function MemberForms({ proof: { words, ...proof }, person }: FormsProps) {
  const t = await getTranslations('people.person');
  const options = await roleOptions();
  // The role they do not have is what whoever opens the form is after.
  const chosen = person.role === 'owner' ? 'restricted' : 'owner';
  return (
    <>
      <Section title={t('roleTitle')}>
        <PersonForm
          {...proof}
          action={changeRole}
          member={person.id}
          roles={{ label: t('roleLabel'), chosen, options }}
          words={{ ...words, submit: t('roleSubmit') }}
        />
      </Section>
      <Section title={t('removeTitle')} intro={t('removeIntro')}>
        <PersonForm
          {...proof}
          action={removePerson}
          member={person.id}
          tone="danger"
          words={{ ...words, submit: t('removeSubmit') }}
        />
      </Section>
    </>
  );
}

async function InvitationForms({ proof: { words, ...proof }, person }: FormsProps) {
  const t = await getTranslations('people.person');
  return (
    <>
      <Section title={t('resendTitle')} intro={t('resendIntro')}>
        <PersonForm
          {...proof}
          action={resendInvitation}
          member={person.id}
          words={{ ...words, submit: t('resendSubmit') }}
        />
      </Section>
      <Section title={t('withdrawTitle')} intro={t('withdrawIntro')}>
        <PersonForm
          {...proof}
          action={withdrawInvitation}
          member={person.id}
          tone="danger"
          words={{ ...words, submit: t('withdrawSubmit') }}
        />
      </Section>
    </>
  );
}
