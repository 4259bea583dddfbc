import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chainHash, type Entry, emptyChain, entryText } from '../../journal/chain.ts';
import { isSigned } from '../../journal/checkpoint.ts';
import type { Verb } from '../contract.ts';
import { verbs } from '../contract.ts';
import { mayAsk } from './callers.ts';
import { deriveSigningKey } from './checkpoints/signing-key.ts';
import { atOnce, elsewhere, expectField, home, nextPassword, password } from './testing/bench.ts';
import { openStaffedBench } from './testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();

/** Each way in which a line cannot be appended: how it is brought about, and taken back. */
const failures = {
  'an INSERT fails': refusing('INSERT', 'journal', 'RAISE EXCEPTION USING MESSAGE = 1'),
  'the disk is full': refusing('INSERT', 'journal', "RAISE EXCEPTION USING ERRCODE = 'disk_full'"),
  'its head does not move': refusing('UPDATE', 'journal_head', 'RETURN NULL'),
  'its head is gone': [
    'CREATE TABLE kept AS TABLE journal_head',
    'DELETE FROM journal_head',
    'INSERT INTO journal_head TABLE kept',
    'DROP TABLE kept',
  ],
};

function refusing(event: string, table: string, body: string): string[] {
  return [
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; END $$`,
    `CREATE TRIGGER refuse BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`,
    'DROP FUNCTION refuse CASCADE',
  ];
}

async function withoutJournal<T>(failure: keyof typeof failures, work: () => Promise<T>) {
  const statements = failures[failure];
  for (const statement of statements.slice(0, 2)) await bench.sql(statement);
  try {
    return await work();
  } finally {
    for (const statement of statements.slice(2)) await bench.sql(statement);
  }
}

const credentials = () =>
  bench.sql(`
    SELECT (SELECT json_agg(t) FROM (SELECT * FROM subject ORDER BY id) t) AS subjects,
      (SELECT json_agg(t) FROM (SELECT * FROM password ORDER BY subject_id) t) AS passwords,
      (SELECT json_agg(t) FROM (SELECT * FROM totp ORDER BY subject_id) t) AS totp,
      (SELECT json_agg(t) FROM (SELECT * FROM recovery_code ORDER BY hash) t) AS codes,
      (SELECT json_agg(t) FROM (SELECT * FROM yes_grant ORDER BY hash) t) AS grants,
      (SELECT json_agg(t) FROM (SELECT * FROM challenge ORDER BY hash) t) AS challenges,
      (SELECT json_agg(t) FROM (SELECT * FROM link ORDER BY token_hash) t) AS links,
      (SELECT json_agg(t) FROM (SELECT * FROM link_request ORDER BY id) t) AS requests,
      (SELECT json_agg(t) FROM (SELECT * FROM reset ORDER BY id) t) AS resets`);

describe('when the journal cannot be written', () => {
  it.each(Object.keys(failures) as (keyof typeof failures)[])(
    'because %s, every verb is unavailable, and nothing has changed',
    async (failure) => {
      const plain = await bench.customer(staff);
      const guarded = await bench.customer(staff, { secondFactor: true });
      const signedIn = await bench.signIn(plain);
      const grant = 'grant' in signedIn ? signedIn.grant : '';
      const challenge = await bench.challenge(guarded);
      await bench.ask('request-link', { email: plain.email, source: home });
      const token = await bench.mailedToken(plain.email);
      const code = bench.code(guarded);
      const both = { subject: guarded.id, password, code, source: home };
      const before = await credentials();
      const asked = await withoutJournal(failure, async () => [
        await bench.signIn(plain),
        await bench.signIn(plain, 'not the password'),
        await bench.signIn(guarded),
        await bench.ask('redeem-grant', { grant, purpose: 'sign-in' }),
        await bench.ask('verify-second-factor', { challenge, method: 'totp', code, source: home }),
        await bench.ask('change-password', {
          subject: plain.id,
          current: password,
          next: nextPassword,
          source: home,
        }),
        await bench.ask('request-link', { email: plain.email, source: home }),
        await bench.ask('complete-link', { token, password: nextPassword, source: home }),
        await bench.ask('begin-totp', { subject: plain.id, password, source: home }),
        await bench.ask('disable-totp', { ...both, method: 'totp' }),
        await bench.ask('replace-recovery-codes', both),
        await bench.ask('describe-factors', { subject: plain.id }),
        await bench.ask('invite', {
          subject: randomUUID(),
          email: 'new@example.com',
          language: 'en',
          staff: staff.id,
        }),
        await bench.ask('start-reset', {
          reset: randomUUID(),
          scope: { kind: 'all', code: bench.code(staff) },
          reason: 'because',
          staff: staff.id,
          source: home,
        }),
      ]);
      expect(new Set(asked.map(({ verdict }) => verdict))).toEqual(new Set(['unavailable']));
      expect(await credentials()).toEqual(before);
      expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({
        verdict: 'yes',
      });
    },
  );
});

it('the service can append to its journal and do nothing else with it', async () => {
  const { database } = bench;
  for (const statement of [
    'SELECT 1 FROM journal',
    'UPDATE journal SET verdict = verdict',
    'DELETE FROM journal',
    'TRUNCATE journal',
    'DELETE FROM journal_head',
    'INSERT INTO journal_head SELECT * FROM journal_head',
    'UPDATE journal_checkpoint SET at = at',
    'DELETE FROM journal_checkpoint',
    'DELETE FROM reset',
    'UPDATE reset SET cutoff = cutoff',
  ]) {
    await expect(database.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied|42501/);
  }
});

it('no password, code, token or email is in the journal, and each decision is', async () => {
  const person = await bench.customer(staff, { secondFactor: true });
  const wrong = 'a wrong password, typed';
  await bench.signIn(person, wrong, elsewhere);
  const challenge = await bench.challenge(person);
  const code = bench.code(person);
  await bench.ask('verify-second-factor', { challenge, method: 'totp', code, source: home });
  const rows = await bench.sql('SELECT * FROM journal');
  const text = JSON.stringify(rows);
  for (const secret of [password, wrong, challenge, `"${code}"`, person.email, 'example.com']) {
    expect(text).not.toContain(secret);
  }
  expect(rows).toContainEqual(
    expect.objectContaining({
      caller: 'manager',
      verb: 'verify-password',
      subject_id: person.id,
      verdict: 'no',
      because: 'wrong-password',
      address: elsewhere.address,
    }),
  );
});

describe('the chain', () => {
  const rows = () =>
    bench.sql<{ seq: string; hash: Buffer; subject_id: string; request_id: string } & Entry>(
      'SELECT * FROM journal ORDER BY seq',
    );

  it('covers each decision, in the order of commits, without a gap, a hundred at once included', async () => {
    const person = await bench.customer(staff);
    const grant = expectField(await bench.signIn(person), 'grant');
    await atOnce(100, () => bench.ask('redeem-grant', { grant, purpose: 'sign-in' }));
    let before = emptyChain;
    for (const [index, row] of (await rows()).entries()) {
      const { subject_id: subject, request_id: requestId } = row;
      expect(row.seq).toBe(String(index + 1));
      const hash = chainHash(before, BigInt(row.seq), entryText({ ...row, subject, requestId }));
      expect(hash.equals(row.hash), `entry ${row.seq}`).toBe(true);
      before = hash;
    }
    const [head] = await bench.sql<{ hash: Buffer }>('SELECT hash FROM journal_head');
    expect(head?.hash.equals(before)).toBe(true);
  });

  it('has no gap where a decision was rolled back', async () => {
    const length = async () => (await rows()).length;
    const person = await bench.customer(staff);
    const before = await length();
    await bench.sql('REVOKE INSERT ON yes_grant FROM auth_app');
    expect(await bench.signIn(person)).toEqual({ verdict: 'unavailable' });
    await bench.sql('GRANT INSERT ON yes_grant TO auth_app');
    await bench.signIn(person);
    const seqs = (await rows()).map(({ seq }) => Number(seq));
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(seqs.length).toBeGreaterThan(before);
  });

  it('is signed as far as it has come, once, by a key that the lookup key gives', async () => {
    await bench.service.writeCheckpoint();
    await bench.service.writeCheckpoint();
    const { publicKey } = deriveSigningKey(bench.keys.lookup);
    const checkpoints = await bench.sql<{ seq: string; hash: Buffer; at: Date; signature: Buffer }>(
      'SELECT * FROM journal_checkpoint',
    );
    const [head] = await bench.sql<{ seq: string; hash: Buffer }>('SELECT * FROM journal_head');
    expect(checkpoints).toMatchObject([{ seq: head?.seq, hash: head?.hash }]);
    for (const row of checkpoints) {
      const checkpoint = { ...row, seq: BigInt(row.seq), publicKey };
      expect(isSigned(checkpoint, publicKey)).toBe(true);
      expect(isSigned({ ...checkpoint, at: new Date(0) }, publicKey)).toBe(false);
      expect(isSigned(checkpoint, deriveSigningKey(randomBytes(32)).publicKey)).toBe(false);
    }
  });
});

describe('a caller', () => {
  it('is refused every verb that is not on its list, and that is journalled', async () => {
    let count = 0;
    const refused = async (caller: 'manager' | 'worker' | 'operator', allowed: Verb[]) => {
      for (const verb of Object.keys(verbs) as Verb[]) {
        if (allowed.includes(verb)) continue;
        const reply = await bench.service.decide(caller, verb, {}, 'r');
        expect([verb, reply.verdict]).toEqual([verb, 'forbidden']);
        count += 1;
      }
    };
    const operators: Verb[] = [
      'open-setup',
      'import-credentials',
      'wrap-legacy-hashes',
      'rotate-keys',
      'describe-keys',
      'void-authenticators',
    ];
    await refused('operator', [...operators, 'describe-passwords']);
    const workers: Verb[] = ['add-to-reset', 'sign-activity-checkpoint', 'offer-disowning'];
    await refused('worker', ['describe-reset', 'list-reset', ...workers]);
    const notManagers: Verb[] = [...operators, ...workers];
    const others = (Object.keys(verbs) as Verb[]).filter((verb) => !notManagers.includes(verb));
    await refused('manager', others);
    expect(await bench.service.decide('manager', 'constructor', {}, 'r')).toEqual({
      verdict: 'forbidden',
    });
    const [row] = await bench.sql(
      `SELECT count(*)::int AS n FROM journal WHERE verdict = 'forbidden'`,
    );
    expect(row).toEqual({ n: count + 1 });
  });

  it('cannot redeem what another was given', async () => {
    const person = await bench.customer(staff);
    const signedIn = await bench.signIn(person);
    await bench.sql(`UPDATE yes_grant SET caller = 'worker' WHERE subject_id = $1`, [person.id]);
    const grant = 'grant' in signedIn ? signedIn.grant : '';
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual({
      verdict: 'no',
    });
  });

  it('is told no for nonsense, by every verb that has a no', async () => {
    for (const verb of Object.keys(verbs) as Verb[]) {
      if (!mayAsk('manager', verb)) continue;
      for (const body of [null, [], 'text', {}, { email: 7 }]) {
        if (verbs[verb].request.safeParse(body).success) continue;
        const { verdict } = await bench.service.decide('manager', verb, body, 'r');
        expect([verb, verdict]).toEqual([verb, verb === 'request-link' ? 'yes' : 'no']);
      }
    }
  });
});
