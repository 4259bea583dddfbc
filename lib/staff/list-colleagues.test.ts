import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { listColleagues, listFormerToo } from './list-colleagues.ts';

const { db, owner, customer } = await openManagerBench(3);

const addPerson = (name: string, staffRole: string | null = null) => customer({ name, staffRole });

async function addSession(customerId: string, startedAt: Date) {
  const facts = { secondFactor: true, address: '192.0.2.1', userAgent: '', startedAt };
  const tokenHash = Buffer.from(randomUUID());
  const data = { id: randomUUID(), tokenHash, customerId, lastUsedAt: startedAt, ...facts };
  await db.session.create({ data });
}

test('colleagues are those with a role, each with when they last signed in', async () => {
  const sam = await addPerson('Sam', 'security');
  await addPerson('Ada', 'auditor');
  await addPerson('A customer');
  await addSession(sam, new Date('2026-01-01'));
  await addSession(sam, new Date('2026-02-01'));
  expect(await listColleagues(db)).toMatchObject([
    { name: 'Ada', staffRole: 'auditor', signedInAt: null, unclear: false },
    { name: 'Sam', staffRole: 'security', signedInAt: new Date('2026-02-01'), unclear: false },
  ]);
});

test('a change of which nothing was heard shows, until it is heard of or they sign in', async () => {
  const id = await addPerson('Kim', 'support');
  const unclear = async () => (await listColleagues(db)).find((one) => one.id === id)?.unclear;
  const change = randomUUID();
  const at = new Date(Date.now() - 60_000);
  const asked = { change, customerId: id, role: null, at };
  await db.staffRoleChange.create({ data: { ...asked, step: 'asked' } });
  expect(await unclear()).toBe(true);
  await db.staffRoleChange.create({ data: { ...asked, step: 'refused' } });
  expect(await unclear()).toBe(false);
  await db.staffRoleChange.create({ data: { ...asked, step: 'asked', change: randomUUID() } });
  expect(await unclear()).toBe(true);
  await addSession(id, new Date());
  expect(await unclear()).toBe(false);
});

test('who once was staff is still to be found in the trail', async () => {
  const id = await addPerson('Former', 'support');
  await owner.query(`SELECT make_role_change(gen_random_uuid(), $1, NULL, NULL, now())`, [id]);
  expect((await listColleagues(db)).map(({ name }) => name)).not.toContain('Former');
  const names = (await listFormerToo(db)).map(({ name }) => name);
  expect(names).toContain('Former');
  expect(names).not.toContain('A customer');
});
