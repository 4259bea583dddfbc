import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import type { Signal } from '../../../../lib/signals/get-signal.ts';
import { EntryForm } from './entry-form.tsx';

/** What staff wrote of a finding, and where they add to it or close it. */
export async function Entries({ signal, mayAdd }: { signal: Signal; mayAdd: boolean }) {
  const t = await getTranslations('signals.entries');
  return (
    <Section title={t('title')} intro={t('intro')}>
      {signal.entries.length === 0 ? <p>{t('none')}</p> : null}
      <ol className="max-w-prose space-y-3">
        {signal.entries.map(({ id, at, kind, note, staff }) => (
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
          signalId={signal.id}
          words={{
            note: t('note'),
            noteHint: t('noteHint'),
            add: t('do.note'),
            suspicious: t('do.suspicious'),
            confirmed: t('do.confirmed'),
            cleared: t('do.cleared'),
            close: t('do.closed'),
          }}
        />
      ) : null}
    </Section>
  );
}
