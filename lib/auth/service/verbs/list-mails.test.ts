import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailer } from '../../../mail/transport.ts';
import { hangUp, openMailServer, type Say, stall } from '../../../testing/mail-server.ts';
import { type Bench, openBench, type Person } from '../testing/bench.ts';

let bench: Bench;
let staff: Person;
let server: Awaited<ReturnType<typeof openMailServer>>;
let mailer: ReturnType<typeof openMailer>;
/** The same service, with a mailer that talks to the mail server. */
let service: Awaited<ReturnType<Bench['replica']>>;
const no = { verdict: 'no' };

beforeAll(async () => {
  bench = await openBench();
  staff = await bench.staff();
  server = await openMailServer();
  mailer = openMailer(server.url, 'panel@example.net', 4);
  service = await bench.replica(mailer, 'unknown-device');
});
afterAll(async () => {
  mailer.close();
  await server.close();
  await bench.close();
});
beforeEach(async () => {
  await bench.sql('DELETE FROM link_request');
  await bench.sql('DELETE FROM mail_failed');
  server.taken.length = 0;
  server.state.say = () => undefined;
});

const say = (saying: Say) => {
  server.state.say = saying;
};
const askForLink = ({ email }: Person) =>
  bench.ask('request-link', { email, source: bench.freshSource() });

async function listed() {
  const verdict = await bench.ask('list-mails', {});
  if (verdict.verdict !== 'yes') throw new Error('nothing is listed');
  return verdict.mails;
}
const again = (mail: string, by = staff.id) => bench.ask('send-mail-again', { mail, staff: by });

describe('a mail with a link that the mail server', () => {
  it('refuses is given up at once, with what the server said and nothing of the link', async () => {
    const person = await bench.customer(staff);
    await askForLink(person);
    say((command, to) =>
      command === '.'
        ? `554 5.7.1 <${to}> has https://panel.example.net/reset/link?token=${'x'.repeat(43)}`
        : undefined,
    );
    await service.sendDueLinks();
    expect(await listed()).toEqual([
      expect.objectContaining({
        id: expect.any(String),
        subject: person.id,
        kind: 'reset',
        attempts: 1,
        failure: 'refused',
        reply: '554 5.7.1 … has …',
      }),
    ]);
    expect(await bench.sql('SELECT 1 FROM link_request')).toEqual([]);
    expect(bench.alerts.at(-1)).toContain('link-mail-dropped');
  });

  it('puts off is listed until it goes out, an hour of outage later', async () => {
    const person = await bench.customer(staff);
    await askForLink(person);
    say((command) => (command === 'rcpt' ? '450 4.2.0 greylisted' : undefined));
    await service.sendDueLinks();
    expect(await listed()).toEqual([
      expect.objectContaining({ id: null, failure: 'put-off', reply: '450 4.2.0 greylisted' }),
    ]);
    await server.close();
    for (let minute = 0; minute < 60; minute += 5) {
      bench.pass({ minutes: 5 });
      await service.sendDueLinks();
    }
    await server.open();
    say(() => undefined);
    bench.pass({ minutes: 45 });
    await service.sendDueLinks();
    expect(server.taken.map(({ to }) => to)).toEqual([person.email]);
    expect(await listed()).toEqual([]);
  });

  it('may have taken is mailed again, with a link of its own: the one before opens nothing', async () => {
    const person = await bench.customer(staff);
    await askForLink(person);
    say((command) => (command === '.' ? hangUp : undefined));
    await service.sendDueLinks();
    say(() => undefined);
    bench.pass({ minutes: 2 });
    await service.sendDueLinks();
    expect(server.taken.map(({ to }) => to)).toEqual([person.email]);
    const usable = await bench.sql('SELECT 1 FROM link WHERE subject_id = $1 AND used_at IS NULL', [
      person.id,
    ]);
    expect(usable).toHaveLength(1);
  });

  it('is slow to take does not hold up another', async () => {
    const [slow, other] = [await bench.customer(staff), await bench.customer(staff)];
    await askForLink(slow);
    await askForLink(other);
    const [stalled, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    say((command, to) => {
      if (command === 'rcpt' && to === slow.email) {
        stalled.resolve();
        return stall;
      }
      if (command === '.') taken.resolve();
      return undefined;
    });
    const sending = service.sendDueLinks();
    await Promise.all([stalled.promise, taken.promise]);
    server.cut();
    await sending;
    expect(server.taken.map(({ to }) => to)).toEqual([other.email]);
  });

  it('refuses for an address that nobody has leaves nothing: nothing is mailed there', async () => {
    await bench.ask('request-link', { email: 'nobody@example.com', source: bench.freshSource() });
    say(() => '550 no');
    await service.sendDueLinks();
    expect(await listed()).toEqual([]);
  });
});

describe('a mail that was given up', () => {
  async function givenUp() {
    const person = await bench.customer(staff);
    await askForLink(person);
    say((command) => (command === 'rcpt' ? '550 no such mailbox' : undefined));
    await service.sendDueLinks();
    say(() => undefined);
    const [mail] = await listed();
    return { person, id: mail?.id ?? '' };
  }

  it('is sent when staff have it tried again, once however many ask at once', async () => {
    const { person, id } = await givenUp();
    const answers = await Promise.all(Array.from({ length: 10 }, () => again(id)));
    expect(answers.filter(({ verdict }) => verdict === 'yes')).toEqual([
      { verdict: 'yes', subject: person.id },
    ]);
    await service.sendDueLinks();
    expect(server.taken.map(({ to }) => to)).toEqual([person.email]);
    expect(await listed()).toEqual([]);
  });

  it('takes staff by this service’s own record, and a mail that is there', async () => {
    const { person, id } = await givenUp();
    expect(await again(id, person.id)).toEqual(no);
    expect(await again(id, randomUUID())).toEqual(no);
    expect(await again(randomUUID())).toEqual(no);
    expect(await listed()).toHaveLength(1);
  });

  it('is forgotten after three months', async () => {
    await givenUp();
    bench.pass({ hours: 91 * 24 });
    await bench.service.keepHouse();
    expect(await listed()).toEqual([]);
  });
});

describe('a mailed code', () => {
  it('that is refused is given up at once and listed, and is not mailed again: another is asked for', async () => {
    const person = await bench.customer(staff);
    say((command, to) => (command === '.' ? `550 <${to}> 12345678 refused` : undefined));
    const source = bench.freshSource();
    const request = { email: person.email, password: 'amber-timber-quartz-amber', source };
    expect(await service.decide('manager', 'verify-password', request, randomUUID())).toMatchObject(
      {
        verdict: 'mailed-code',
      },
    );
    await service.sendDueCodes();
    const [mail, ...more] = await listed();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      subject: person.id,
      kind: 'mailed-code',
      reply: '550 … … refused',
    });
    expect(await again(mail?.id ?? '')).toEqual(no);
  });
});
