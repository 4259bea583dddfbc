import { ActivityTable } from '../../components/activity-table.tsx';
import { DescriptionList } from '../../components/ui/description-list.tsx';
import { Section } from '../../components/ui/section.tsx';
import { Table, Td, Th } from '../../components/ui/table.tsx';
import type { Activity } from '../../lib/activity/list-activity.ts';
import type { Failures } from '../../lib/activity/list-history.ts';

/** Rows of one line where they can be: times and addresses are not broken, counts stand to the right. */
export function Tables() {
  return (
    <>
      <Section
        title="Tables"
        intro="The newest first. On a narrow screen a table scrolls by itself, and the page does not."
      >
        <ActivityTable entries={examples} />
        <Table caption="Networks, an example">
          <thead>
            <tr>
              <Th>Network</Th>
              <Th number>Attempts</Th>
              <Th number>Accounts</Th>
              <Th>Seen as</Th>
            </tr>
          </thead>
          <tbody>
            {[
              ['192.0.2.0/24', '12,408', '963'],
              ['198.51.100.0/24', '87', '9'],
            ].map(([network, attempts, accounts]) => (
              <tr key={network}>
                <Td nowrap>{network}</Td>
                <Td number>{attempts}</Td>
                <Td number>{accounts}</Td>
                <Td>An example</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="Facts" intro="A term and what it is.">
        <DescriptionList
          items={[
            { term: 'Name', value: 'Ada Example' },
            { term: 'Email', value: 'ada@example.com' },
          ]}
        />
      </Section>
      <Section
        title="Nothing there"
        intro="Says what there would be, and what to do where something can be done."
      >
        <p className="text-quiet">Nothing matches this filter.</p>
      </Section>
    </>
  );
}

const entry = { address: '192.0.2.17', userAgent: '', detail: {} };

const examples: (Activity & { failures?: Failures })[] = [
  { ...entry, id: 3n, at: new Date('2026-03-02T09:41:00Z'), kind: 'sign-in', outcome: 'yes' },
  {
    ...entry,
    id: 2n,
    at: new Date('2026-03-02T09:40:00Z'),
    kind: 'sign-in',
    outcome: 'no',
    failures: { count: 12, addresses: 3, since: new Date('2026-03-02T08:02:00Z') },
  },
  { ...entry, id: 1n, at: new Date('2026-03-01T17:05:00Z'), kind: 'passkey-added', outcome: 'yes' },
];
