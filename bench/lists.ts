import { gzipSync } from 'node:zlib';
import { keepList } from '../lib/customer-lists/keep-list.ts';
import { readAddresses } from '../lib/customer-lists/read-addresses.ts';
import { unpack } from '../lib/customer-lists/unpack.ts';
import { approveReset } from '../lib/resets/approve-reset.ts';
import { startReset } from '../lib/resets/start-reset.ts';
import { settleReset } from '../lib/worker/tasks/settle-reset.ts';
import { type Bench, castMembers, expectRefused, source, withBench } from './campaign-cast.ts';
import { fillBoth } from './crowd.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain } from './figure.ts';

/**
 * A list of `count` customers: from the first byte of its file until an old password is refused and a session dead,
 * without the time in which the second member reads it.
 */
export async function measureLists(databases: Databases, count: number): Promise<Figure[]> {
  return withBench(databases, async (bench) => {
    await fillBoth(databases, count);
    const { whole, fromApproval } = await measureList(bench, count);
    const list = `a list of ${count.toLocaleString('en')} customers`;
    return [
      plain(`${list}, from its upload to its effect`, whole / 1_000, 's', {
        kind: 'limit',
        most: 60,
      }),
      plain(`${list}, from approval to its effect`, fromApproval, 'ms', {
        kind: 'limit',
        most: 1_000,
      }),
    ];
  });
}

async function measureList(bench: Bench, count: number) {
  const { installation, db, workerDb, owners } = bench;
  const cast = await castMembers(bench);
  const { first, second, customer } = cast;
  const { rows } = await owners.manager.query<{ email: string }>(
    'SELECT email FROM customer WHERE id <> ALL ($1) ORDER BY random() LIMIT $2',
    [[first, second].map(({ subject }) => subject), count - 1],
  );
  const emails = [`${customer.subject}@example.com`, ...rows.map(({ email }) => email)];
  const file = gzipSync(`email\n${emails.join('\n')}\n`);
  const door = { db, ask: installation.manager.ask };

  const since = performance.now();
  const addresses = readAddresses(unpack(inChunks(file)));
  const list = await keepList(db, { name: 'list.csv.gz', staffId: first.subject, addresses });
  if (!('id' in list)) throw new Error(`a list was refused: ${list.refused}`);
  const scope = { kind: 'list', batches: Math.ceil(count / 10_000), code: cast.code(0) } as const;
  const { id: reset, result } = await startReset(door, {
    ...{ scope, reason: 'A list was found.', staff: first.subject, source },
    list: { id: list.id, customers: count, except: [] },
  });
  if (result !== 'naming') throw new Error(`a list was ${result}`);
  const worker = { database: workerDb, auth: installation.worker } as never;
  const state = async () => (await db.reset.findUniqueOrThrow({ where: { id: reset } })).state;
  while ((await state()) === 'starting') await settleReset(worker, { reset });
  const named = performance.now() - since;

  const [code, approved] = [cast.code(1), performance.now()];
  const decided = await approveReset(door, { reset, staff: second.subject, code, source });
  if (decided !== 'done') throw new Error(`an approval was ${decided}`);
  await expectRefused(bench, cast);
  const fromApproval = performance.now() - approved;
  return { whole: named + fromApproval, fromApproval };
}

async function* inChunks(file: Buffer) {
  for (let from = 0; from < file.length; from += 65_536) yield file.subarray(from, from + 65_536);
}
