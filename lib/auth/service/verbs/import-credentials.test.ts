import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestOf } from '../../contract.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import { sealPassword } from '../passwords/seal-password.ts';
import { type Bench, expectField, home, nextPassword, openBench } from '../testing/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

type Row = RequestOf<'import-credentials'>['rows'][number];

const hashes = {
  crypt: '$5$rounds=8000$3Y8WeN5R0RVADKM1$8zjNSD9zQ10e4RFCKT28Vd/eWj0czHA7cyxmmdgxuyD',
  bcrypt: '$2b$06$4BmeGg6QS3htWuoKYcpbkuTwzCEqJarx4GW1AoTCgwt/hY65cWWH6',
};
const passwords = {
  crypt: 'pepper-quartz-harbor-kernel密码',
  bcrypt: 'kernel-quartz-lantern-lantern-ember',
};

function row(values: Partial<Row> = {}): Row & { id: string } {
  const subject = values.subject ?? randomUUID();
  return {
    id: subject,
    subject,
    email: `${subject}@example.com`,
    language: 'en',
    passwordHash: hashes.crypt,
    passwordSetAt: '2015-06-22T00:00:00Z',
    ...values,
  };
}

async function take(...rows: Row[]) {
  return expectField(await bench.ask('import-credentials', { rows }, 'operator'), 'results');
}

const stored = (id: string) =>
  bench.database.password.findUniqueOrThrow({ where: { subjectId: id } });

describe('a batch', () => {
  it('is answered row by row: bad rows stop nothing else, known emails stay as they are', async () => {
    const present = row();
    await take(present);
    const twice = row();
    const results = await take(
      row({ passwordHash: 'plain' }),
      row({ passwordHash: '$5$salt$short' }),
      row({ passwordHash: hashes.crypt.replace('8000', '999999999') }),
      row({ totpKey: 'not base32!' }),
      row({ subject: randomUUID(), email: present.email.toUpperCase() }),
      twice,
      row({ email: twice.email }),
    );
    expect(results).toEqual([
      { result: 'rejected', because: 'unknown-format' },
      { result: 'rejected', because: 'malformed-hash' },
      { result: 'rejected', because: 'absurd-rounds' },
      { result: 'rejected', because: 'malformed-totp-key' },
      { result: 'present', subject: present.id },
      { result: 'imported', subject: twice.id },
      { result: 'present', subject: twice.id },
    ]);
    expect(await take(present, twice)).toEqual([
      { result: 'present', subject: present.id },
      { result: 'present', subject: twice.id },
    ]);
  });

  it('brings authenticators along, sealed', async () => {
    const person = { ...row({ totpKey: '3BDXBXA5TWFGD6HM4XZZY2Z4QSX3K43W' }), key: '' };
    await take(person);
    person.key = '3BDXBXA5TWFGD6HM4XZZY2Z4QSX3K43W';
    const challenge = await bench.challenge(person, passwords.crypt);
    const code = bench.code(person);
    const answer = { challenge, method: 'totp', code, source: home } as const;
    expect(await bench.ask('verify-second-factor', answer)).toMatchObject({ verdict: 'yes' });
    expect(await bench.ask('describe-factors', { subject: person.id })).toMatchObject({
      passwordSetAt: '2015-06-22T00:00:00.000Z',
      recoveryCodesLeft: 0,
    });
  });
});

describe('a legacy hash', () => {
  it.each(['crypt', 'bcrypt'] as const)(
    'of %s is replaced at the first sign-in; the date it was chosen stays',
    async (kind) => {
      const person = row({ passwordHash: hashes[kind] });
      await take(person);
      const before = await stored(person.id);
      expect(await bench.signIn(person, 'not the password')).toEqual({ verdict: 'no' });
      expect((await stored(person.id)).hashSealed).toEqual(before.hashSealed);
      expect(await bench.signIn(person, passwords[kind])).toMatchObject({ verdict: 'yes' });
      const after = await stored(person.id);
      expect(after).toMatchObject({ scheme: 'bcrypt-hmac-sha384', cost: 10, pepperVersion: 1 });
      expect(after.setAt).toEqual(before.setAt);
      expect(await bench.signIn(person, passwords[kind])).toMatchObject({ verdict: 'yes' });
    },
  );

  it('judged just before the password changed brings nothing back and opens nothing', async () => {
    const person = row();
    await take(person);
    const changed = { scheme: 'bcrypt', cost: 10, pepperVersion: null, hash: hashes.bcrypt };

    const holder = bench.database.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM subject WHERE id = ${person.id}::uuid FOR NO KEY UPDATE`;
        const late = bench.signIn(person, passwords.crypt);
        await bench.untilBlocked();
        const sealed = sealPassword(await holdKeys(bench, tx), person.id, changed);
        const data = { ...sealed, setAt: bench.now() };
        await tx.password.update({ where: { subjectId: person.id }, data });
        return { late };
      },
      { timeout: 60_000 },
    );
    const { late } = await holder;
    expect(await late).toEqual({ verdict: 'no' });
    expect((await stored(person.id)).scheme).toBe('bcrypt');
  });

  it('racing a change of the password never resurrects the old one', async () => {
    const people = Array.from({ length: 8 }, () => row({ passwordHash: hashes.bcrypt }));
    await take(...people);
    await Promise.all(
      people.flatMap(({ id, email }) => [
        bench.signIn({ email }, passwords.bcrypt, bench.freshSource()),
        bench.ask('change-password', {
          subject: id,
          current: passwords.bcrypt,
          next: nextPassword,
          source: bench.freshSource(),
        }),
        bench.signIn({ email }, passwords.bcrypt, bench.freshSource()),
      ]),
    );
    for (const person of people) {
      const source = bench.freshSource();
      expect(await bench.signIn(person, passwords.bcrypt, source)).toEqual({ verdict: 'no' });
      expect(await bench.signIn(person, nextPassword, source)).toMatchObject({ verdict: 'yes' });
    }
  });

  it('is verified on the bytes that were typed: another Unicode form is a wrong password', async () => {
    const typed = 'crème brûlée';
    const digest = createHash('sha256').update(typed.normalize('NFC')).digest('base64');
    const person = row({ passwordHash: `$sha256i$r=1$$${digest}` });
    await take(person);
    expect(await bench.signIn(person, typed.normalize('NFD'))).toEqual({ verdict: 'no' });
    expect(await bench.signIn(person, typed.normalize('NFC'))).toMatchObject({ verdict: 'yes' });
    expect(await bench.signIn(person, typed.normalize('NFD'))).toMatchObject({ verdict: 'yes' });
  });
});
