import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { staffRoles } from '../../../../lib/staff/permissions.ts';
import { openCustomer } from '../../open-customer.ts';
import { StaffPage } from '../../staff-page.tsx';
import { StaffRole } from '../../staff-role.tsx';
import { ChangeRoleForm } from './change-role-form.tsx';

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ notice?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('handle-incidents');
  return { title: (await getTranslations('colleagues'))('changeTitle') };
}

export default async function ChangeRolePage({ params, searchParams }: Props) {
  const signedIn = await requireStaff('handle-incidents');
  const customer = await openCustomer((await params).id);
  if (!customer) notFound();
  const [t, role, common] = [
    await getTranslations('colleagues'),
    await getTranslations('staff.role'),
    await getTranslations('common'),
  ];
  const { id, name, email, staffRole } = customer;
  return (
    <StaffPage signedIn={signedIn} part="colleagues">
      {(await searchParams).notice === 'changed' ? (
        <div className="mb-6">
          <Notice tone="good">{t('changed', { name })}</Notice>
        </div>
      ) : null}
      <PageHeader
        title={
          <>
            {t('changeTitleOf', { name })} <StaffRole role={staffRole} />
          </>
        }
        intro={t('changeIntro', { email })}
      />
      {id === signedIn.customer.id ? (
        <Notice tone="info">{t('own')}</Notice>
      ) : (
        <Card>
          <ChangeRoleForm
            customerId={id}
            options={[
              { value: '', label: t('choose') },
              ...staffRoles.map((value) => ({ value, label: role(value) })),
              { value: 'none', label: t('none') },
            ]}
            words={{
              role: t('role'),
              roleHint: t('roleHint'),
              code: t('code'),
              codeHint: t('codeHint'),
              submit: t('submit'),
              pending: common('pending'),
            }}
          />
        </Card>
      )}
      <p className="mt-6">
        <Link href="/staff/colleagues">{t('all')}</Link>
      </p>
    </StaffPage>
  );
}
