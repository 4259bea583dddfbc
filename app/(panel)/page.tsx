import type { Metadata } from 'next';
import Link from 'next/link';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { ActivityTable } from '../../components/activity-table.tsx';
import { PanelPage } from '../../components/panel-page.tsx';
import { ButtonLink } from '../../components/ui/button-link.tsx';
import { DescriptionList } from '../../components/ui/description-list.tsx';
import { PageHeader } from '../../components/ui/page-header.tsx';
import { Section } from '../../components/ui/section.tsx';
import { WeakPasswordNotice } from '../../components/weak-password-notice.tsx';
import { type Activity, listActivity } from '../../lib/activity/list-activity.ts';
import { ask } from '../../lib/auth/client.ts';
import { methodsOf } from '../../lib/credentials/second-factors.ts';
import { deviceInWords } from '../../lib/devices/device-in-words.ts';
import { database } from '../../lib/manager/database.ts';
import { placeInWords } from '../../lib/places/place-in-words.ts';
import { readerZone } from '../../lib/sessions/reader-zone.ts';
import { requireCustomer } from '../../lib/sessions/require-customer.ts';
import { zoneLabel } from '../../lib/words/time-zones.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('panel.overview'))('title') };
}

export default async function OverviewPage() {
  const signedIn = await requireCustomer();
  const { customer, session } = signedIn;
  const t = await getTranslations('panel.overview');
  const [factors, recent, signIns] = await Promise.all([
    ask('describe-factors', { subject: customer.id }),
    listActivity(database(), { customerId: customer.id, limit: 5 }),
    listActivity(database(), {
      customerId: customer.id,
      kind: 'sign-in',
      outcome: 'yes',
      // This session's own sign-in was recorded after it began, and others may have signed in since.
      before: { at: session.startedAt, id: 0n },
      limit: 1,
    }),
  ]);
  const on = factors.verdict === 'yes' && methodsOf(factors).length > 0;
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('intro', { name: customer.name })} />
      {factors.verdict === 'yes' && factors.weakness ? (
        <WeakPasswordNotice weakness={factors.weakness} />
      ) : null}
      <Section title={t('factor')}>
        <p>{factors.verdict === 'yes' ? t(on ? 'factorOn' : 'factorOff') : t('factorUnknown')}</p>
        {on || factors.verdict !== 'yes' ? (
          <ButtonLink href="/security">{t('manage')}</ButtonLink>
        ) : (
          <ButtonLink href="/security/authenticator" tone="primary">
            {t('enrol')}
          </ButtonLink>
        )}
      </Section>
      <Section title={t('account')}>
        <DescriptionList
          items={[
            { term: t('name'), value: customer.name },
            { term: t('email'), value: customer.email },
            ...(customer.company ? [{ term: t('company'), value: customer.company }] : []),
            { term: t('last'), value: await lastSignIn(signIns.entries[0]) },
          ]}
        />
      </Section>
      <Section title={t('recent')}>
        <ActivityTable entries={recent.entries} />
        <p>
          <Link href="/activity" prefetch={false}>
            {t('all')}
          </Link>
        </p>
      </Section>
    </PanelPage>
  );
}

async function lastSignIn(entry: Activity | undefined): Promise<string> {
  const t = await getTranslations('panel.overview');
  if (!entry) return t('lastNone');
  const [format, language] = [await getFormatter(), await getLocale()];
  const timeZone = await readerZone();
  const shown = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone } as const;
  return t('lastIs', {
    at: format.dateTime(entry.at, shown),
    zone: zoneLabel(entry.at, timeZone, language),
    address: entry.address,
    place: placeInWords(entry.address, language),
    device: deviceInWords(entry.userAgent, language),
  });
}
