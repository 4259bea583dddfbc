import { describe, expect, test } from 'vitest';
import { customers, mailbox, once, openTelling } from '../../testing/telling.ts';

const { db, owner, newReset, tell, queued, tellAll } = await openTelling();

describe('telling customers of a reset', () => {
  test('tells each of them once, in their language, with the reason and a link', async () => {
    const box = mailbox();
    await tellAll(box, await newReset());
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
    for (const { text } of box.sent) {
      expect(text).toContain('A <list> was found.');
      expect(text).toContain('https://panel.example/forgotten-password');
    }
    expect(new Set(box.sent.map((mail) => mail.subject)).size).toBe(2);
  });

  test('says to each what staff wrote in their language, under its subject', async () => {
    const message = {
      en: { subject: 'Subject E', text: 'Text E' },
      fr: { subject: 'Objet F', text: 'Texte F' },
    };
    const box = mailbox();
    await tellAll(box, await newReset({ message }));
    expect(box.sent).toHaveLength(customers);
    for (const { to, subject, text } of box.sent) {
      const french = Number(to.slice(1).split('@')[0]) % 2 === 0;
      expect(subject).toBe(french ? 'Objet F' : 'Subject E');
      expect(text).toContain(french ? '> Texte F' : '> Text E');
      expect(text).not.toContain('A <list> was found.');
    }
  });

  test('four workers at once tell nobody twice', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await Promise.all(Array.from({ length: 4 }, () => tell(box, { reset })));
    expect(box.sent).toHaveLength(customers);
    expect(once(box.sent)).toBe(true);
  });

  test('a worker killed between claim and mail leaves its customer be, and the walk goes on', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await owner.query(
      `INSERT INTO reset_notice (reset_id, customer_id, claimed_at)
       SELECT $1, id, now() - interval '1 hour' FROM customer WHERE email = 'c7@example.com'`,
      [reset],
    );
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers - 1);
    expect(box.sent.some((mail) => mail.to === 'c7@example.com')).toBe(false);
  });

  test('while a batch is under way, a later job stands by to take over should it die', async () => {
    const reset = await newReset();
    const seen: number[] = [];
    const send = async () => {
      seen.push(...(await queued(reset)).map((job) => job.seconds));
    };
    await tell({ send }, { reset });
    expect(seen.length).toBe(customers);
    for (const seconds of seen) expect(seconds).toBeGreaterThan(60);
  });

  test('keeps the pace over all workers together, and goes on a minute later', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await Promise.all([
      tell(box, { reset }, { mailsPerMinute: 10 }),
      tell(box, { reset }, { mailsPerMinute: 10 }),
    ]);
    expect(box.sent.length).toBeGreaterThan(0);
    expect(box.sent.length).toBeLessThanOrEqual(10);
    const [next] = await queued(reset);
    expect(next?.seconds).toBeGreaterThan(30);
  });

  test('a mail server that cannot be reached costs nobody their mail', async () => {
    const reset = await newReset();
    await tell(
      mailbox(() => ({ code: 'ESOCKET', syscall: 'connect' })),
      { reset },
    );
    const box = mailbox();
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers);
  });

  test('an address that is refused is kept as refused and stops nobody else’s mail', async () => {
    const reset = await newReset();
    const box = mailbox((to) =>
      to === 'c3@example.com' ? { code: 'EENVELOPE', responseCode: 550 } : null,
    );
    await tellAll(box, reset);
    expect(box.sent).toHaveLength(customers - 1);
    const failed = await db.resetNotice.findMany({ where: { resetId: reset, sentAt: null } });
    expect(failed.map((notice) => notice.error)).toEqual(['refused']);
  });

  test('of a mail that may have left, no second one is sent', async () => {
    const reset = await newReset();
    const unclear = (to: string) => (to === 'c3@example.com' ? { code: 'ECONNECTION' } : null);
    await tellAll(mailbox(unclear), reset);
    const again = mailbox();
    await tellAll(again, reset);
    expect(again.sent).toEqual([]);
  });

  test('of some, only those are told; of one not in force, nobody', async () => {
    const box = mailbox();
    const subjects = ['c1@example.com', 'c2@example.com'];
    await tellAll(box, await newReset({ scope: 'subjects', subjects }));
    await tellAll(box, await newReset({ state: 'starting' }));
    expect(box.sent.map((mail) => mail.to).sort()).toEqual(subjects);
  });

  test('nobody who came after the cutoff is told', async () => {
    const [box, reset] = [mailbox(), await newReset()];
    await owner.query(
      `INSERT INTO customer (id, email, name, language, created_at)
       VALUES (gen_random_uuid(), 'late@example.com', 'L', 'en', now() + interval '1 hour')`,
    );
    await tellAll(box, reset);
    await owner.query("DELETE FROM customer WHERE email = 'late@example.com'");
    expect(box.sent).toHaveLength(customers);
  });
});
