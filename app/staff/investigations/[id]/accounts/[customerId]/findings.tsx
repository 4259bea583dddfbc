import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../../../components/moment.tsx';
import { Notice } from '../../../../../../components/ui/notice.tsx';
import { Section } from '../../../../../../components/ui/section.tsx';
import type { Entry, Standing } from '../../../../../../lib/investigations/list-entries.ts';
import { EntryForm } from './entry-form.tsx';

interface Props {
  investigationId: string;
  customerId: string;
  /** Oldest first. */
  entries: Entry[];
  standing: Standing | undefined;
  mayAdd: boolean;
}

/** What staff found out about the account, and where they add to it. */
export async function Findings({ investigationId, customerId, entries, standing, mayAdd }: Props) {
  const t = await getTranslations('investigations.account');
  const isHeld = standing?.isHeld ?? false;
  return (
    <Section title={t('findings')} intro={t('findingsIntro')}>
      {isHeld ? <Notice tone="info">{t('held')}</Notice> : null}
      {entries.length === 0 ? <p>{t('findingsNone')}</p> : null}
      <ol className="max-w-prose space-y-3">
        {entries.map(({ id, at, kind, note, staff }) => (
          <li key={String(id)}>
            <p>
              <strong className="font-semibold">{t(`did.${kind}`)}</strong>{' '}
              <span className="text-quiet">
                {staff.name}, <Moment at={at} />
              </span>
            </p>
            {note ? <p className="whitespace-pre-line break-words">{note}</p> : null}
          </li>
        ))}
      </ol>
      {mayAdd ? (
        <EntryForm
          investigationId={investigationId}
          customerId={customerId}
          words={{
            note: t('note'),
            noteHint: t('noteHint'),
            add: t('do.note'),
            suspicious: t('do.suspicious'),
            confirmed: t('do.confirmed'),
            cleared: t('do.cleared'),
            hold: t(isHeld ? 'do.release' : 'do.hold'),
          }}
          hold={isHeld ? 'release' : 'hold'}
        />
      ) : null}
    </Section>
  );
}
