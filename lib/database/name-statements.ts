import { createHash } from 'node:crypto';
import type { PrismaPg } from '@prisma/adapter-pg';

type Options = NonNullable<ConstructorParameters<typeof PrismaPg>[1]>;

/** Each connection keeps what it has prepared: some queries are written anew for each length of a list. */
const mostNames = 200;

/**
 * Names the statements that a process asks first and most, so that PostgreSQL plans each once a connection
 * and not at every question. Later ones go unnamed, as they would without this.
 *
 * @param isNamed which may be; all of them where it is not said.
 */
export function openStatementNames(
  isNamed: (sql: string) => boolean = () => true,
): Required<Pick<Options, 'statementNameGenerator'>> {
  const names = new Map<string, string>();
  return {
    statementNameGenerator({ sql }) {
      const known = names.get(sql);
      if (known || names.size >= mostNames || !isNamed(sql)) return known ?? unnamed;
      const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
      names.set(sql, name);
      return name;
    },
  };
}

// To the protocol, a statement without a name.
const unnamed = '';
