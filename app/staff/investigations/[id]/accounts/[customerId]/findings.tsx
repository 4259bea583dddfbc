import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../../../components/ui/notice.tsx';
import { Section } from '../../../../../../components/ui/section.tsx';
import type { Entry, Standing } from '../../../../../../lib/investigations/list-entries.ts';
import { EntryList } from '../../../../entry-list.tsx';
import { NoteForm } from '../../../../note-form.tsx';
import { recordFinding } from './actions.ts';

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
  const hold = isHeld ? 'release' : 'hold';
  const kinds = ['note', 'suspicious', 'confirmed', 'cleared', hold] as const;
  return (
    <Section title={t('findings')} intro={t('findingsIntro')}>
      {isHeld ? <Notice tone="info">{t('held')}</Notice> : null}
      {entries.length === 0 ? <p>{t('findingsNone')}</p> : null}
      <EntryList entries={entries} say={(kind) => t(`did.${kind}`)} />
      {mayAdd ? (
        <NoteForm
          action={recordFinding}
          about={{ investigation: investigationId, customer: customerId }}
          words={{ note: t('note'), noteHint: t('noteHint') }}
          acts={kinds.map((kind) => ({ kind, label: t(`do.${kind}`) }))}
        />
      ) : null}
    </Section>
  );
}
