import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../components/ui/section.tsx';
import { entryKinds } from '../../../../lib/signals/add-entry.ts';
import type { Signal } from '../../../../lib/signals/get-signal.ts';
import { EntryList } from '../../entry-list.tsx';
import { NoteForm } from '../../note-form.tsx';
import { recordEntry } from './actions.ts';

/** What staff wrote of a finding, and where they add to it or close it. */
export async function Entries({ signal, mayAdd }: { signal: Signal; mayAdd: boolean }) {
  const t = await getTranslations('signals.entries');
  return (
    <Section title={t('title')} intro={t('intro')}>
      {signal.entries.length === 0 ? <p>{t('none')}</p> : null}
      <EntryList entries={signal.entries} say={(kind) => t(`did.${kind}`)} />
      {mayAdd ? (
        <NoteForm
          action={recordEntry}
          about={{ finding: signal.id }}
          words={{ note: t('note'), noteHint: t('noteHint') }}
          acts={entryKinds.map((kind) => ({ kind, label: t(`do.${kind}`) }))}
        />
      ) : null}
    </Section>
  );
}
