import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Moment } from '../../../components/moment.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { invitationHours, type Person } from '../../../lib/accounts/list-people.ts';
import type { VerdictOf } from '../../../lib/auth/contract.ts';

type Described = Extract<VerdictOf<'describe-members'>, { verdict: 'yes' }>['members'];

interface Props {
  people: Person[];
  /** What the auth service knows of them; null where it does not answer. */
  described: Described | null;
  /** The reader's id. */
  own: string;
}

/** The people of an account, each a way to what can be done about them. */
export async function PeopleTable({ people, described, own }: Props) {
  const t = await getTranslations('people');
  const facts = new Map(described?.map((one) => [one.subject, one]));
  const columns = ['name', 'email', 'role', 'factor', 'last', 'state'] as const;
  const factorOf = ({ customerId }: Person) => {
    if (!described) return t('factor.unknown');
    return t(facts.get(customerId ?? '')?.secondFactorSince ? 'factor.on' : 'factor.off');
  };
  return (
    <Table caption={t('caption')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Th key={column}>{t(`column.${column}`)}</Th>
          ))}
          <Th>
            <span className="sr-only">{t('column.action')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id ?? own}>
            <Td>{person.name}</Td>
            <Td>{person.email}</Td>
            <Td>{t(person.role === 'owner' ? 'role.owner' : 'role.restricted')}</Td>
            <Td>{person.joinedAt ? factorOf(person) : '–'}</Td>
            <Td nowrap>{person.lastSignInAt ? <Moment at={person.lastSignInAt} /> : t('never')}</Td>
            <Td>{person.customerId === own ? t('state.you') : <State of={person} />}</Td>
            <Td nowrap>
              {person.customerId === own ? null : (
                <Link
                  href={`/people/${person.id}`}
                  prefetch={false}
                  aria-label={t('manageNamed', { name: person.name })}
                >
                  {t('manage')}
                </Link>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

async function State({ of: { joinedAt, invitedAt } }: { of: Person }) {
  const [t, format] = [await getTranslations('people.state'), await getFormatter()];
  if (joinedAt || !invitedAt) return t('active');
  const until = new Date(invitedAt.getTime() + invitationHours * 3_600_000);
  if (until <= new Date()) return t('expired');
  return t('invited', { at: format.dateTime(until, { dateStyle: 'medium' }) });
}
