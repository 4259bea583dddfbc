import { randomBytes, randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { generateSync } from 'otplib';
import pg from 'pg';
import pino from 'pino';
import { PrismaClient } from '../../../../prisma/auth/client/client.ts';
import { openPool } from '../../../database/pool.ts';
import { freshDatabases } from '../../../testing/databases.ts';
import type { Unavailable } from '../../connect.ts';
import type { RequestOf, Source, Verb, VerdictOf } from '../../contract.ts';
import type { Caller } from '../callers.ts';
import { type AuthService, createService, type ServiceParts } from '../create-service.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { KeySource } from '../keys/key-source.ts';
import { hashToken } from '../keys/keyed-hash.ts';

/** Where the bench's customers are. */
export const home = { address: '198.51.100.7' };
/** Where strangers are. */
export const elsewhere = { address: '203.0.113.9' };
export const password = 'amber-timber-quartz-amber';
export const nextPassword = 'saddle-garnet-jasper-anchor';

export interface Person {
  id: string;
  email: string;
  /** Base32, where an authenticator was enrolled. */
  key: string;
  recoveryCodes: string[];
}

/**
 * The service on a real database, with a clock that moves only when told and a mailbox in memory.
 *
 * @param cost bcrypt's; a low one for tests of many sign-ins.
 * @param mailedCode most tests sign people in from anywhere.
 */
export async function openBench(cost = 10, mailedCode: ServiceParts['mailedCode'] = 'never') {
  const urls = (await freshDatabases()).auth;
  const pool = openPool(urls.appUrl, 20);
  const database = new PrismaClient({ adapter: new PrismaPg(pool) });
  const owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 2 });
  let now = Date.parse('2026-11-23T12:00:00Z');
  let networks = 0;
  const mails: { to: string; text: string }[] = [];
  const mailer = { failing: false };
  let mailing = Promise.resolve();
  const alerts: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void alerts.push(line) });
  const memory = { keys: makeKeys() };
  // Like the key file: the service itself keeps it.
  const keySource: KeySource = {
    kind: 'file',
    open: async () => memory.keys,
    read: async () => memory.keys,
    change: (edit) => {
      memory.keys = edit(memory.keys);
    },
  };
  const parts = (): ServiceParts => ({
    database,
    keys: memory.keys,
    keySource,
    clock: () => new Date(now),
    mail: {
      async send(to, { text }) {
        if (mailer.failing) throw new Error('no mail server');
        mails.push({ to, text });
      },
      close() {},
    },
    publicOrigin: 'https://panel.example.net',
    productName: 'Bulkhead',
    log,
    cost,
    mailedCode,
    admission: { running: 4, waiting: 500 },
  });
  const service = await createService(parts());
  const { keys } = service;

  const ask = asking(service);

  /** A source that nobody was seen at before. */
  function freshSource() {
    networks++;
    return { address: `192.0.${networks >> 8}.${networks & 255}` };
  }

  function pass(time: { seconds?: number; minutes?: number; hours?: number }) {
    const { seconds = 0, minutes = 0, hours = 0 } = time;
    now += (seconds + minutes * 60 + hours * 3_600) * 1_000;
  }

  /** The token in the newest mail to `email`, after everything due was sent. */
  async function mailedToken(email: string): Promise<string> {
    // One after the other: a mail that another run has leased is not out before that run ends.
    mailing = mailing.then(() => service.sendDueLinks());
    await mailing;
    const mail = mails.findLast(({ to }) => to === email);
    return /link\?token=([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? 'no mail';
  }

  /** The token of a link that `person` asks for, from anywhere, and is mailed. */
  async function link({ email }: { email: string }): Promise<string> {
    await ask('request-link', { email, source: freshSource() });
    return mailedToken(email);
  }

  /** The code in the newest mail to `email`, after every code that is due was sent. */
  async function mailedCodeTo(email: string): Promise<string> {
    await service.sendDueCodes();
    const mail = mails.findLast(({ to }) => to === email);
    return /^\d{8}$/m.exec(mail?.text ?? '')?.[0] ?? 'no mail';
  }

  function code(person: { key: string }, options: { stepsFromNow?: number } = {}): string {
    const epoch = Math.floor(now / 1_000) + 30 * (options.stepsFromNow ?? 0);
    return generateSync({ secret: person.key, epoch });
  }

  async function signIn(person: { email: string }, typed = password, source: Source = home) {
    return ask('verify-password', { email: person.email, password: typed, source });
  }

  /** Challenge of somebody who has given the right password. */
  async function challenge(person: { email: string }, typed = password, source: Source = home) {
    return expectField(await signIn(person, typed, source), 'challenge');
  }

  async function enrol(person: Person): Promise<void> {
    const begun = await ask('begin-totp', { subject: person.id, password, source: home });
    person.key = expectField(begun, 'key');
    const confirmed = await ask('confirm-totp', {
      subject: person.id,
      code: code(person),
      source: home,
    });
    person.recoveryCodes = expectField(confirmed, 'recoveryCodes');
    pass({ seconds: 60 });
  }

  /** The first staff member, of role security, with an authenticator. */
  async function staff(): Promise<Person> {
    const person = nobody('staff');
    const token = randomBytes(32).toString('base64url');
    const tokenHash = Buffer.from(hashToken(token)).toString('hex');
    await ask('open-setup', { tokenHash }, 'operator');
    const { id: subject, email } = person;
    await ask('complete-setup', { token, subject, email, language: 'en', password, source: home });
    await enrol(person);
    return person;
  }

  /** A customer, invited by `by`, who chose {@link password} at {@link home}. */
  async function customer(by: Person, options: { secondFactor?: boolean } = {}): Promise<Person> {
    const person = nobody('customer');
    const { id: subject, email } = person;
    await ask('invite', { subject, email, language: 'en', staff: by.id });
    const token = await mailedToken(email);
    const source = freshSource();
    expectField(await ask('complete-link', { token, password, source }), 'subject');
    if (options.secondFactor) await enrol(person);
    return person;
  }

  /** A colleague of `by`, with an authenticator. */
  async function member(by: Person, role: string): Promise<Person> {
    const person = await customer(by, { secondFactor: true });
    await sql('UPDATE subject SET staff_role = $2 WHERE id = $1', [person.id, role]);
    return person;
  }

  /** As the owner, who may do what the service's role may not. */
  async function sql<R extends pg.QueryResultRow>(
    text: string,
    values: unknown[] = [],
  ): Promise<R[]> {
    return (await owner.query<R>(text, values)).rows;
  }

  /** Waits until somebody waits for a lock: the moment between a judgement and its transaction. */
  async function untilBlocked(): Promise<void> {
    const blocked = `SELECT 1 FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await sql(blocked)).length === 0);
  }

  return {
    service,
    database,
    keys,
    /** What the service is made of: for another replica beside it. */
    parts,
    keySource,
    urls,
    mails,
    mailer,
    alerts,
    ask,
    pass,
    now: () => new Date(now),
    freshSource,
    mailedToken,
    link,
    mailedCodeTo,
    code,
    signIn,
    challenge,
    enrol,
    staff,
    customer,
    member,
    sql,
    untilBlocked,
    /** Another replica beside it, with a mailer or a policy of its own. */
    replica: (mail: ServiceParts['mail'], policy = mailedCode) =>
      createService({ ...parts(), mail, mailedCode: policy }),
    async close() {
      await database.$disconnect();
      await pool.end();
      await owner.end();
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** Asks one replica, as any of those who may. */
export function asking(service: Pick<AuthService, 'decide'>) {
  return async <V extends Verb>(verb: V, request: RequestOf<V>, caller: Caller = 'manager') =>
    (await service.decide(caller, verb, request, randomUUID())) as VerdictOf<V> | Unavailable;
}

/** The named field of a verdict that must have it: what was decided instead is in the message. */
export function expectField<K extends string, T extends { verdict: string }>(
  verdict: T,
  field: K,
): Extract<T, Record<K, unknown>>[K] {
  if (!(field in verdict)) throw new Error(`no ${field} in ${JSON.stringify(verdict)}`);
  return (verdict as Extract<T, Record<K, unknown>>)[field];
}

export function makeKeys(): KeyRing {
  return {
    keyEncryption: { current: 1, byVersion: new Map([[1, randomBytes(32)]]) },
    peppers: { current: 1, byVersion: new Map([[1, randomBytes(48)]]) },
    lookup: randomBytes(32),
  };
}

function nobody(kind: string): Person {
  const id = randomUUID();
  return { id, email: `${kind}.${id}@example.com`, key: '', recoveryCodes: [] };
}

/** How many of `count` simultaneous runs were answered each verdict. */
export async function atOnce(count: number, run: () => Promise<{ verdict: string }>) {
  const verdicts = await Promise.all(Array.from({ length: count }, run));
  const tally: Record<string, number> = {};
  for (const { verdict } of verdicts) tally[verdict] = (tally[verdict] ?? 0) + 1;
  return tally;
}
