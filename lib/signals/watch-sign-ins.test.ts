import { beforeEach, describe, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { policy } from './policy.ts';
import { watchSignIns } from './watch-sign-ins.ts';

const { owner, workerDb: worker } = await openManagerBench(5);

const signals = () => worker.signal.findMany({ orderBy: [{ pattern: 'asc' }, { subject: 'asc' }] });
const waiting = async () =>
  (await owner.query('SELECT count(*)::int AS n FROM sign_in_unwatched')).rows[0].n;

describe('as sign-ins happen', () => {
  beforeEach(async () => {
    await owner.query(
      'TRUNCATE signal_event, signal_entry, signal, first_try_kept, sign_in_unwatched, activity',
    );
  });

  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  const [german, french] = ['93.233.142.1', '109.29.57.40'];

  async function newCustomers(count: number): Promise<string[]> {
    const { rows } = await owner.query(
      `INSERT INTO customer (id, email, name, language)
       SELECT id, id || '@example.com', 'N', 'en' FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1::int)) AS made
       RETURNING id`,
      [count],
    );
    return rows.map(({ id }) => id);
  }
  const newCustomer = async () => (await newCustomers(1))[0] ?? '';

  async function signIn(
    customerId: string,
    address: string,
    {
      outcome = 'yes',
      method = 'password',
      agent = firefox,
      minutesAgo = 0,
      kind = 'sign-in',
    } = {},
  ) {
    await owner.query(
      `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent, detail)
       VALUES ($1, now() - make_interval(mins => $2), $3, $4, $5, $6, $7)`,
      [customerId, minutesAgo, kind, outcome, address, agent, outcome === 'yes' ? { method } : {}],
    );
  }
  const patterns = async () => (await signals()).map(({ pattern }) => pattern);
  const day = 24 * 60;

  test('in at the first attempt, by another browser from a network never seen, is a signal', async () => {
    const id = await newCustomer();
    await signIn(id, german, { minutesAgo: 2 * day });
    await signIn(id, '198.51.100.7', { agent: chrome });
    await watchSignIns(worker);
    expect(await signals()).toMatchObject([
      { pattern: 'first-try', subject: id, customerId: id, state: 'open', events: 1 },
    ]);
  });

  test('the right password at the first attempt is one too where a mailed code holds it up', async () => {
    const [held, proven, before] = await newCustomers(3);
    for (const id of [held, proven, before])
      await signIn(id ?? '', german, { minutesAgo: 2 * day });
    const asked = { agent: chrome, kind: 'mailed-code-sent' };
    await signIn(before ?? '', '198.51.100.8', { agent: chrome, outcome: 'no' });
    for (const id of [held, held, proven]) await signIn(id ?? '', '198.51.100.7', asked);
    await signIn(before ?? '', '198.51.100.8', asked);
    await signIn(proven ?? '', '198.51.100.7', { agent: chrome, method: 'mailed-code' });
    await watchSignIns(worker);
    const found = new Map((await signals()).map((one) => [one.subject, one.events]));
    expect(found).toEqual(
      new Map([
        [held, 2],
        [proven, 1],
      ]),
    );
  });

  const innocent: [string, (id: string) => Promise<void>][] = [
    ['a first sign-in of all', (id) => signIn(id, french, { agent: chrome })],
    [
      'a traveller with their own browser, in a newer version',
      async (id) => {
        await signIn(id, german, { minutesAgo: 2 * day });
        await signIn(id, french, { agent: firefox.replaceAll('140.0', '141.0') });
      },
    ],
    [
      'whoever proved a second factor',
      async (id) => {
        await signIn(id, german, { minutesAgo: 2 * day });
        await signIn(id, '198.51.100.7', { agent: chrome, method: 'totp' });
      },
    ],
    [
      'who first typed it wrong from there',
      async (id) => {
        await signIn(id, german, { minutesAgo: 2 * day });
        await signIn(id, '198.51.100.7', { agent: chrome, outcome: 'no', minutesAgo: 1 });
        await signIn(id, '198.51.100.7', { agent: chrome });
      },
    ],
    [
      'who has just chosen a password by a mailed link from there',
      async (id) => {
        await signIn(id, german, { minutesAgo: 2 * day });
        await signIn(id, '198.51.100.7', { kind: 'password-reset', minutesAgo: 5 });
        await signIn(id, '198.51.100.7', { agent: chrome });
      },
    ],
    [
      'a neighbour in the same IPv6 /64',
      async (id) => {
        await signIn(id, '2001:db8:1:2::1', { minutesAgo: 2 * day });
        await signIn(id, '2001:db8:1:2:ffff::9', { agent: chrome });
      },
    ],
    [
      'two countries in a minute with one device, as a tunnel does it',
      async (id) => {
        await signIn(id, german, { minutesAgo: 1 });
        await signIn(id, french);
      },
    ],
    [
      'two devices at a border, on networks long known',
      async (id) => {
        await signIn(id, german, { minutesAgo: 3 * day });
        await signIn(id, french, { minutesAgo: 2 * day, agent: chrome, method: 'totp' });
        await signIn(id, german, { minutesAgo: 1 });
        await signIn(id, french, { agent: chrome });
      },
    ],
    [
      'an address that is none',
      async (id) => {
        await signIn(id, german, { minutesAgo: 2 * day });
        await signIn(id, 'unknown', { agent: chrome, outcome: 'no' });
      },
    ],
  ];
  test.each(innocent)('%s accuses nobody', async (_, happen) => {
    await happen(await newCustomer());
    await watchSignIns(worker);
    expect(await signals()).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  test('an intruder whose browser is like one customer’s is given away by the next they enter', async () => {
    const [alike = '', other = '', later = ''] = await newCustomers(3);
    for (const [id, agent] of [
      [alike, chrome],
      [other, firefox],
      [later, chrome],
    ] as const) {
      await signIn(id, german, { minutesAgo: 2 * day, agent });
    }
    await signIn(alike, '198.51.100.7', { agent: chrome, minutesAgo: 20 });
    await watchSignIns(worker);
    expect(await signals()).toEqual([]);
    await signIn(other, '198.51.100.8', { agent: chrome, minutesAgo: 10 });
    await watchSignIns(worker);
    await signIn(later, '198.51.100.9', { agent: chrome });
    await watchSignIns(worker);
    const subjects = (await signals()).map(({ subject, events }) => [subject, events]);
    expect(subjects).toEqual([alike, other, later].sort().map((id) => [id, 1]));
  });

  test('in from two countries at once with two devices is impossible, second factor or not', async () => {
    const id = await newCustomer();
    await signIn(id, german, { minutesAgo: 30, method: 'totp' });
    await signIn(id, french, { agent: chrome, method: 'totp' });
    await watchSignIns(worker);
    expect(await patterns()).toEqual(['impossible-pace']);
  });

  test('one network over many accounts is one signal, however many accounts', async () => {
    const ids = await newCustomers(policy.batch + 150);
    for (const id of ids) await signIn(id, '198.51.100.7', { outcome: 'no' });
    await watchSignIns(worker);
    const [signal, ...more] = await signals();
    expect(more).toEqual([]);
    expect(signal).toMatchObject({ pattern: 'many-accounts', subject: '198.51.100.7/32' });
    expect(signal?.events).toBe(ids.length);
    expect(await worker.signalEvent.count()).toBe(policy.eventsKept);
  });

  test('an office that signs in of a morning, and mistypes, is no attack', async () => {
    const ids = await newCustomers(40);
    for (const id of ids) await signIn(id, '198.51.100.7', { minutesAgo: 50 });
    await owner.query("UPDATE activity SET at = at - interval '1 day'");
    await owner.query('DELETE FROM sign_in_unwatched');
    for (const id of ids) {
      await signIn(id, '198.51.100.7', { outcome: 'no', minutesAgo: 1 });
      await signIn(id, '198.51.100.7');
    }
    await watchSignIns(worker);
    expect(await signals()).toEqual([]);
  });

  test('one account refused from many networks is one signal, about the account', async () => {
    const id = await newCustomer();
    for (let n = 1; n <= 20; n++) await signIn(id, `198.51.100.${n}`, { outcome: 'no' });
    await watchSignIns(worker);
    expect(await signals()).toMatchObject([
      { pattern: 'many-sources', subject: id, customerId: id, events: 20 },
    ]);
  });

  test('what goes on joins the open signal, and after it was closed opens a new one', async () => {
    const id = await newCustomer();
    const spread = async (from: number) => {
      for (let n = from; n < from + 10; n++) await signIn(id, `198.51.100.${n}`, { outcome: 'no' });
      await watchSignIns(worker);
    };
    await spread(1);
    await spread(50);
    expect(await signals()).toMatchObject([{ events: 20 }]);
    await owner.query("UPDATE signal SET state = 'closed'");
    await spread(100);
    const states = (await signals()).map(({ state, events }) => [state, events]).sort();
    expect(states).toEqual([
      ['closed', 20],
      ['open', 10],
    ]);
  });

  test('whatever number of accounts is attacked, a day opens no more signals than its bound and one', async () => {
    const ids = await newCustomers(policy.signalsADay + 30);
    for (const id of ids) {
      await owner.query(
        `INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
         SELECT $1, 'sign-in', 'no', '198.51.100.' || n, 'x' FROM generate_series(1, 6) n`,
        [id],
      );
    }
    await watchSignIns(worker);
    const found = (await signals()).filter(({ pattern }) => pattern === 'many-sources');
    expect(found).toHaveLength(policy.signalsADay + 1);
    const rest = found.find(({ subject }) => subject === '');
    expect(rest).toMatchObject({ customerId: null, events: 30 * 6 });
  });

  test('a worker killed in the middle loses nothing and counts nothing twice, nor do four at once', async () => {
    const id = await newCustomer();
    for (let n = 1; n <= 20; n++) await signIn(id, `198.51.100.${n}`, { outcome: 'no' });
    await owner.query(`ALTER TABLE signal_event ADD CONSTRAINT killed CHECK (false)`);
    await expect(watchSignIns(worker)).rejects.toThrow();
    expect(await signals()).toEqual([]);
    expect(await waiting()).toBe(20);
    await owner.query('ALTER TABLE signal_event DROP CONSTRAINT killed');
    await Promise.all([1, 2, 3, 4].map(() => watchSignIns(worker)));
    await watchSignIns(worker);
    expect(await signals()).toMatchObject([{ events: 20 }]);
    expect(await waiting()).toBe(0);
  });

  test('a sign-in that was rolled back is never watched', async () => {
    const id = await newCustomer();
    const client = await owner.connect();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO activity (customer_id, kind, outcome, address, user_agent) VALUES ($1, 'sign-in', 'no', '', '')`,
      [id],
    );
    await client.query('ROLLBACK');
    client.release();
    expect(await waiting()).toBe(0);
  });
});
