import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { ask } from '../../../../lib/auth/client.ts';
import { describeAccounts } from '../../../../lib/investigations/describe-accounts.ts';
import type { Investigation } from '../../../../lib/investigations/get-investigation.ts';
import { listEntries, standings } from '../../../../lib/investigations/list-entries.ts';
import { attemptsMax } from '../../../../lib/investigations/match-attempts.ts';
import type { Trace } from '../../../../lib/investigations/trace-indicators.ts';
import { accusing, verdicts } from '../../../../lib/investigations/verdicts.ts';
import { database } from '../../../../lib/manager/database.ts';
import { type Lane, Timeline } from '../timeline.tsx';
import { AccountTable } from './account-table.tsx';
import { AddressTable } from './address-table.tsx';

interface Props {
  investigation: Investigation;
  trace: Trace;
  staffId: string;
}

/** Every account that was touched, the gravest first and those who were only tried apart. */
export async function Answer({ investigation: { id }, trace, staffId }: Props) {
  const t = await getTranslations('investigations');
  const { accounts, counts, addresses, commonUserAgents, isCut } = trace;
  const ids = accounts.map(({ customerId }) => customerId);
  const factors = await describeAccounts(ask, staffId, ids);
  const standing = standings(await listEntries(database(), id));
  const groups = verdicts
    .map((verdict) => ({
      verdict,
      members: accounts.filter((account) => account.verdict === verdict),
    }))
    .filter(({ members }) => members.length > 0);
  const lanes: Lane[] = groups.map(({ verdict, members }) => ({
    name: t(`verdict.${verdict}.lane`),
    label: (from, to, count) =>
      t('answer.timelineLabel', { lane: t(`verdict.${verdict}.lane`), from, to, count }),
    points: members.map(({ entryAt, firstAt }) => ({
      at: entryAt ?? firstAt,
      isIn: entryAt !== null,
    })),
    isGrave: accusing.includes(verdict),
  }));
  return (
    <>
      <div className="space-y-4">
        {isCut ? (
          <Notice tone="warn" title={t('answer.cut.title')}>
            {t('answer.cut.text', { max: attemptsMax })}
          </Notice>
        ) : null}
        {commonUserAgents.map((userAgent) => (
          <Notice key={userAgent} tone="info">
            {t('answer.common', { userAgent })}
          </Notice>
        ))}
        {ids.length > 0 && !factors ? (
          <Notice tone="warn">{t('answer.factorsUnknown')}</Notice>
        ) : null}
        {ids.length === 0 ? <Notice tone="info">{t('answer.none')}</Notice> : null}
      </div>
      {groups.map(({ verdict, members }) => (
        <Section
          key={verdict}
          title={t(`verdict.${verdict}.title`)}
          intro={[
            t(`verdict.${verdict}.count`, { count: counts[verdict] }),
            ...(counts[verdict] > members.length
              ? [t('answer.shown', { max: members.length })]
              : []),
          ].join(' ')}
        >
          <AccountTable
            caption={t(`verdict.${verdict}.title`)}
            accounts={members}
            factors={factors}
            standings={standing}
            here={`/staff/investigations/${id}`}
          />
        </Section>
      ))}
      {lanes.length > 0 ? (
        <Section title={t('answer.timeline')}>
          <Timeline lanes={lanes} />
        </Section>
      ) : null}
      {addresses.length > 0 ? <AddressTable addresses={addresses} /> : null}
    </>
  );
}
