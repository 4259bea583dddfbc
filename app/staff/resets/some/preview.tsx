import type { SomeState } from './actions.ts';

/** Each tells how many with `{count}` in it. */
export type PreviewWords = Record<
  'concerned' | 'examples' | 'unknown' | 'unknownMore' | 'ends',
  string
>;

/** Whom it would concern, before anything is done. */
export function Preview({
  preview,
  words,
}: {
  preview: NonNullable<SomeState['preview']>;
  words: PreviewWords;
}) {
  const { concerned, examples, unknown, unknownCount } = preview;
  return (
    <div className="space-y-3 rounded border border-line px-4 py-3" role="status">
      <p className="font-medium">{words.concerned.replace('{count}', String(concerned))}</p>
      {examples.length > 0 ? (
        <>
          <p>{words.examples}</p>
          <ul className="list-disc space-y-1 pl-5">
            {examples.map(({ id, name, email }) => (
              <li key={id} className="break-words">
                {name} ({email})
              </li>
            ))}
          </ul>
          <p>{words.ends}</p>
        </>
      ) : null}
      {unknownCount > 0 ? (
        <>
          <p>{words.unknown.replace('{count}', String(unknownCount))}</p>
          <ul className="list-disc space-y-1 pl-5">
            {unknown.map((email) => (
              <li key={email} className="break-words">
                {email}
              </li>
            ))}
          </ul>
          {unknownCount > unknown.length ? <p>{words.unknownMore}</p> : null}
        </>
      ) : null}
    </div>
  );
}
