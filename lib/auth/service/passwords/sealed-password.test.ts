import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nextPassword, type Person, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

const no = { verdict: 'no' };
/** Of {@link password}, as an older system made it: whoever knows a password can make one. */
const legacyHash = `$sha256i$r=1$$${createHash('sha256').update(password).digest('base64')}`;

const row = (person: Person) =>
  bench.database.password.findUniqueOrThrow({ where: { subjectId: person.id } });

/** Signs in from where nobody was seen, so that no limit answers first. */
const signIn = (person: Person, typed = password) =>
  bench.signIn(person, typed, bench.freshSource());

const alertsAbout = (person: Person) =>
  bench.alerts.map((line) => JSON.parse(line)).filter(({ subject }) => subject === person.id);

it('no hash stands in the table, in any form that can be searched for', async () => {
  const person = await bench.customer(staff);
  const { hashSealed, plainHash } = await row(person);
  expect(plainHash).toBeNull();
  expect(Buffer.from(hashSealed ?? []).toString('latin1')).not.toMatch(/\$2b\$|bcrypt/);
});

describe('a sealed hash is a no with an alert, and no crash', () => {
  it('when it was moved from another customer whose password is known', async () => {
    const [thief, victim] = [await bench.customer(staff), await bench.customer(staff)];
    await bench.sql(
      `UPDATE password SET (hash_sealed, scheme, cost, pepper_version) =
         (SELECT hash_sealed, scheme, cost, pepper_version FROM password WHERE subject_id = $1)
       WHERE subject_id = $2`,
      [thief.id, victim.id],
    );
    expect(await signIn(victim)).toEqual(no);
    expect(alertsAbout(victim)).toMatchObject([
      { event: 'seal-broken', what: 'hash' },
      { event: 'hash-damaged' },
    ]);
    expect(await signIn(thief)).toMatchObject({ verdict: 'yes' });
  });

  it.each([
    ['was cut by a byte', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['is empty', () => Buffer.alloc(0)],
    ['was cut within its header', (bytes: Buffer) => bytes.subarray(0, 3)],
    ['was lengthened', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('\0junk')])],
    ['has one bit turned in what it seals', (bytes: Buffer) => flip(bytes, bytes.length - 20)],
    ['has one bit turned in its data key', (bytes: Buffer) => flip(bytes, 20)],
    ['names a key nobody holds', (bytes: Buffer) => flip(bytes, 1)],
  ])('when it %s', async (_fault, alter) => {
    const person = await bench.customer(staff);
    const sealed = Buffer.from((await row(person)).hashSealed ?? []);
    await bench.sql('UPDATE password SET hash_sealed = $1 WHERE subject_id = $2', [
      alter(sealed),
      person.id,
    ]);
    expect(await signIn(person)).toEqual(no);
    expect(alertsAbout(person)).toContainEqual(expect.objectContaining({ event: 'seal-broken' }));
  });

  it.each([
    ['scheme', "'bcrypt'"],
    ['cost', '11'],
    ['pepper_version', '2'],
    ['pepper_version', 'NULL'],
  ])('when its %s was turned to %s', async (column, value) => {
    const person = await bench.customer(staff);
    await bench.sql(`UPDATE password SET ${column} = ${value} WHERE subject_id = $1`, [person.id]);
    expect(await signIn(person)).toEqual(no);
    expect(alertsAbout(person)).toContainEqual(expect.objectContaining({ event: 'seal-broken' }));
  });

  it('when a plain one was put over it, even a right one', async () => {
    const person = await bench.customer(staff);
    await bench.sql(
      `UPDATE password SET hash_sealed = NULL, scheme = 'sha256-iterated', cost = 1,
         pepper_version = NULL, hash = $1 WHERE subject_id = $2`,
      [legacyHash, person.id],
    );
    expect(await signIn(person)).toEqual(no);
    expect(alertsAbout(person)).toContainEqual(expect.objectContaining({ event: 'seal-broken' }));
  });
});

it('a damaged hash is mended by a new password through a mailed link', async () => {
  const person = await bench.customer(staff);
  await bench.sql(`UPDATE password SET hash_sealed = '\\x00' WHERE subject_id = $1`, [person.id]);
  expect(await signIn(person)).toEqual(no);
  const token = await bench.link(person);
  const source = bench.freshSource();
  expect(await bench.ask('complete-link', { token, password: nextPassword, source })).toMatchObject(
    { verdict: 'yes' },
  );
  expect(await signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
});

it('an email that was moved, cut or altered mails nobody a link, with an alert', async () => {
  const [thief, victim] = [await bench.customer(staff), await bench.customer(staff)];
  const faults = [
    '(SELECT email_sealed FROM subject WHERE id = $2)',
    `set_byte(email_sealed, 90, 255 - get_byte(email_sealed, 90))`,
    'substring(email_sealed FROM 1 FOR 80)',
  ];
  for (const fault of faults) {
    const mailed = bench.mails.length;
    const alerted = bench.alerts.length;
    await bench.sql(`UPDATE subject SET email_sealed = ${fault} WHERE id = $1 AND $2::uuid <> id`, [
      victim.id,
      thief.id,
    ]);
    await bench.link(victim);
    expect(bench.mails.slice(mailed)).toEqual([]);
    expect(bench.alerts.slice(alerted).join()).toContain('"what":"email"');
  }
});

describe('a TOTP key that does not open accepts no code, with an alert', () => {
  it.each([
    'set_byte(key_sealed, 70, 255 - get_byte(key_sealed, 70))',
    'substring(key_sealed FROM 1 FOR octet_length(key_sealed) - 1)',
  ])('%s', async (fault) => {
    const person = await bench.customer(staff, { secondFactor: true });
    await bench.sql(`UPDATE totp SET key_sealed = ${fault} WHERE subject_id = $1`, [person.id]);
    const challenge = await bench.challenge(person);
    const source = bench.freshSource();
    const answer = { challenge, method: 'totp', code: bench.code(person), source } as const;
    expect(await bench.ask('verify-second-factor', answer)).toEqual({ ...no, challenge: 'open' });
    expect(alertsAbout(person)).toContainEqual(expect.objectContaining({ what: 'totp' }));
  });
});

describe('hashes that an older version left plain', () => {
  // As that version would have left them: SQL cannot seal, so its rows still hold what it wrote.
  async function leavePlain(person: Person) {
    await bench.sql('DELETE FROM hashes_sealed');
    await bench.sql(
      `UPDATE password SET hash_sealed = NULL, key_version = NULL, pepper_version = NULL,
         scheme = 'sha256-iterated', cost = 1, hash = $1 WHERE subject_id = $2`,
      [legacyHash, person.id],
    );
  }

  it('open until they are sealed, at sign-in or in the background; then no plain one opens', async () => {
    const people = await Promise.all([1, 2, 3].map(() => bench.customer(staff)));
    for (const person of people) await leavePlain(person);
    const [early, racing, late] = people as [Person, Person, Person];
    expect(await signIn(early)).toMatchObject({ verdict: 'yes' });
    expect(await row(early)).toMatchObject({ plainHash: null, scheme: 'bcrypt-hmac-sha384' });

    const sealing = [bench.service.sealPlainHashes(), bench.service.sealPlainHashes()];
    const [verdict] = await Promise.all([signIn(racing), ...sealing]);
    expect(verdict).toMatchObject({ verdict: 'yes' });
    expect(await row(late)).toMatchObject({ plainHash: null, keyVersion: 1 });
    for (const person of people) expect(await signIn(person)).toMatchObject({ verdict: 'yes' });

    await bench.sql('UPDATE password SET hash_sealed = NULL, hash = $1 WHERE subject_id = $2', [
      legacyHash,
      late.id,
    ]);
    expect(await signIn(late)).toEqual(no);
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const altered = Buffer.from(bytes);
  altered[at] = (altered[at] ?? 0) ^ 1;
  return altered;
}
