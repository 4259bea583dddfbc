import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../../components/moment.tsx';
import { ButtonLink } from '../../../../../components/ui/button-link.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../components/ui/page-header.tsx';
import { Section } from '../../../../../components/ui/section.tsx';
import { type CustomerList, getList } from '../../../../../lib/customer-lists/get-list.ts';
import { database } from '../../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../../lib/staff/permissions.ts';
import { recordStaffAct } from '../../../../../lib/staff/record-staff-act.ts';
import { StaffPage } from '../../../staff-page.tsx';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requireStaff('read');
  const list = await getList(database(), (await params).id);
  return list ? { title: list.name } : {};
}

export default async function ListPage({ params }: Props) {
  const signedIn = await requireStaff('read');
  const list = await getList(database(), (await params).id);
  if (!list) notFound();
  const staffId = signedIn.customer.id;
  // Before anything is shown: what cannot be recorded is not read.
  await recordStaffAct(database(), { staffId, act: 'list-viewed', detail: { list: list.id } });
  const t = await getTranslations('lists');
  const { name, creator, createdAt } = list;
  const decides = may(signedIn.customer.staffRole, 'handle-incidents');
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader
        title={name}
        intro={t.rich('uploaded', {
          name: creator.name,
          moment: () => <Moment at={createdAt} />,
        })}
      />
      {list.bad > 0 ? <BadLines list={list} /> : <Found list={list} />}
      {decides ? (
        <p className="mt-6 flex flex-wrap gap-3">
          {list.customers > 0 ? (
            <ButtonLink href={`/staff/resets/some?list=${list.id}`} tone="primary">
              {t('reset')}
            </ButtonLink>
          ) : null}
          <ButtonLink href="/staff/resets/lists/new">{t('another')}</ButtonLink>
        </p>
      ) : null}
      <p className="mt-6">
        <Link href="/staff/resets">{t('all')}</Link>
      </p>
    </StaffPage>
  );
}

async function Found({ list }: { list: CustomerList }) {
  const t = await getTranslations('lists');
  const { addresses, customers, unknown, unknownSome } = list;
  return (
    <Section title={t('found.title')}>
      <p>{t('found.customers', { customers, addresses })}</p>
      {unknown > 0 ? (
        <>
          <p>{t('found.unknown', { count: unknown })}</p>
          <Lines lines={unknownSome} />
          {unknown > unknownSome.length ? <p>{t('onlySome')}</p> : null}
        </>
      ) : null}
    </Section>
  );
}

async function BadLines({ list: { bad, badLines } }: { list: CustomerList }) {
  const t = await getTranslations('lists');
  return (
    <>
      <Notice tone="bad" title={t('bad.title', { count: bad })}>
        {t('bad.text')}
      </Notice>
      <Section title={t('bad.lines')}>
        <Lines lines={badLines.map(({ line, text }) => t('bad.line', { line, text }))} />
        {bad > badLines.length ? <p>{t('onlySome')}</p> : null}
      </Section>
    </>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul className="max-h-96 list-disc space-y-1 overflow-auto pl-5">
      {lines.map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  );
}
