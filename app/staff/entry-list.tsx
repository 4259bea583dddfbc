import { Moment } from '../../components/moment.tsx';

interface Props<Kind extends string> {
  /** Oldest first. */
  entries: { id: bigint; at: Date; kind: Kind; note: string; staff: { name: string } }[];
  /** What was done, in words. */
  say: (kind: Kind) => string;
}

/** What staff wrote down of something they look into. */
export function EntryList<Kind extends string>({ entries, say }: Props<Kind>) {
  return (
    <ol className="max-w-prose space-y-3">
      {entries.map(({ id, at, kind, note, staff }) => (
        <li key={String(id)}>
          <p>
            <strong className="font-semibold">{say(kind)}</strong>{' '}
            <span className="text-quiet">
              {staff.name}, <Moment at={at} />
            </span>
          </p>
          {note ? <p className="whitespace-pre-line break-words">{note}</p> : null}
        </li>
      ))}
    </ol>
  );
}
