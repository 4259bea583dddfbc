import { describe, expect, it } from 'vitest';
import { home, password } from '../testing/bench.ts';
import { openWeighing, stolen } from '../testing/weighing.ts';

const { bench, staff, api, telling, inquiring } = await openWeighing();

describe('a chosen password is refused with its reason', () => {
  const context = { name: 'Zoé Lindqvist', company: 'Nordwind Logistik' };
  const refusals: [string, object][] = [
    [stolen, { because: 'breached' }],
    ['march april may june', { because: 'guessable' }],
    ['lindqvist-lindqvist', { because: 'context', word: 'name' }],
    ['nordwind logistik 26', { because: 'context', word: 'company' }],
    ['Bulkhead-Bulkhead-1', { because: 'context', word: 'product' }],
  ];

  it.each(refusals)('when it is changed: %s', async (next, refusal) => {
    const person = await bench.customer(staff);
    const change = { subject: person.id, current: password, next, context, source: home };
    expect(await telling('change-password', change)).toEqual({
      verdict: 'refused',
      ...refusal,
    });
    const own = { ...change, next: person.email };
    expect(await telling('change-password', own)).toMatchObject({ word: 'email' });
  });

  it.each(refusals)('when it is set by a mailed link: %s', async (next, refusal) => {
    const person = await bench.customer(staff);
    const source = bench.freshSource();
    await bench.ask('request-link', { email: person.email, source });
    const token = await bench.mailedToken(person.email);
    const inspected = await bench.ask('inspect-link', { token, source });
    expect(inspected).toMatchObject({ subject: person.id });
    const complete = { token, password: next, context, source };
    expect(await telling('complete-link', complete)).toEqual({
      verdict: 'refused',
      ...refusal,
    });
  });

  it('and rated with it while it is typed', async () => {
    const about = { secondFactor: false, context: { ...context, email: 'zoe@example.net' } };
    for (const [typed, refusal] of refusals) {
      const request = { password: typed, ...about, source: home };
      expect(await telling('rate-password', request)).toMatchObject({
        verdict: 'yes',
        refusal,
      });
    }
    const good = { password: 'amber-timber-quartz', ...about, source: home };
    expect(await inquiring('rate-password', good)).toEqual({
      verdict: 'yes',
      score: 4,
      refusal: null,
    });
    expect(api.asked).toEqual([]);
    const eight = { ...good, password: 'tK9#vq2x' };
    const beside = { ...eight, secondFactor: true };
    expect(await telling('rate-password', eight)).toMatchObject({
      refusal: { because: 'too-short' },
    });
    expect(await telling('rate-password', beside)).toMatchObject({ score: 2, refusal: null });
  });
});

describe('rating', () => {
  const typed = { password: 'abc', secondFactor: false, context: {} };

  it('is limited by source, and no for what is no text', async () => {
    const source = bench.freshSource();
    expect(await telling('rate-password', { ...typed, password: '\ud800', source })).toEqual({
      verdict: 'no',
    });
    await bench.sql('UPDATE throttle SET level = 300 WHERE level > 0');
    expect(await telling('rate-password', { ...typed, source })).toEqual({ verdict: 'no' });
    const other = bench.freshSource();
    expect((await telling('rate-password', { ...typed, source: other })).verdict).toBe('yes');
    await bench.sql('DELETE FROM throttle');
  });

  it('takes no more context than it can bear', async () => {
    const source = bench.freshSource();
    for (const context of [{ name: 'a'.repeat(201) }, { company: 'a'.repeat(201) }]) {
      const reply = await telling('rate-password', { ...typed, context, source });
      expect(reply).toEqual({ verdict: 'no' });
    }
  });
});
