'use client';

import Link from 'next/link';
import { Icon } from './ui/icon.tsx';

/** An entry in the reader's words, or several as one. */
export interface ActivityRow {
  /** ISO 8601; none for several. */
  at?: string | undefined;
  when: string;
  what: string;
  outcome: string;
  failed?: true | undefined;
  address?: string | undefined;
  place?: string | undefined;
  device?: string | undefined;
  /** Where several are shown each. */
  href?: string | undefined;
}

/**
 * The rows of a history. In the browser's hands only for their weight: what a server component makes is sent twice,
 * as markup and as elements, and made twice; of these the second time are the words alone, and as one text, since
 * React looks at each value of a property by itself.
 *
 * @param rows JSON of `ActivityRow[]`.
 */
export function ActivityRows({ rows, each }: { rows: string; each: string }) {
  return (
    <tbody className="sm:[&_td:is(:nth-child(1),:nth-child(3),:nth-child(4))]:whitespace-nowrap">
      {(JSON.parse(rows) as ActivityRow[]).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are not moved, and several may say the same
        <Row key={index} {...row} each={each} />
      ))}
    </tbody>
  );
}

function Row(row: ActivityRow & { each: string }) {
  const { at, when, what, outcome, failed, address, place, device, href, each } = row;
  return (
    <tr>
      <td>{at ? <time dateTime={at}>{when}</time> : when}</td>
      <td>
        {what}
        {href ? (
          <>
            {' '}
            <Link href={href} prefetch={false}>
              {each}
            </Link>
          </>
        ) : null}
      </td>
      <td>
        {failed ? (
          <span className="font-semibold text-bad">
            <Icon name="bad" />
            {outcome}
          </span>
        ) : (
          outcome
        )}
      </td>
      <td>{address}</td>
      <td>{place}</td>
      <td>{device}</td>
    </tr>
  );
}
