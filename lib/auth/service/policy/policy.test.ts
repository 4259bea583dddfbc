import { describe, expect, it } from 'vitest';
import type { ApiAnswer } from './breached-api.ts';
import { digestOf, openPolicy } from './policy.ts';

const breached = ['a stolen phrase of words', 'stolen3!x'];
const asked: string[] = [];
const listed = new Set(breached.map((one) => digestOf(one).toString('hex')));
const policy = openPolicy({
  list: { has: async (digest) => listed.has(digest.toString('hex')), report: async () => {} },
  api: {
    async ask(digest): Promise<ApiAnswer> {
      asked.push(digest.toString('hex'));
      return digest.equals(digestOf('known to the api alone')) ? 'breached' : 'unknown';
    },
  },
  productName: 'Bulkhead',
});
const about = {
  secondFactor: false,
  email: 'zoe.fischer@harbourworks.example',
  name: 'Zoé Fischer-Lindqvist',
  company: 'Nordwind Logistik',
};
const guarded = { ...about, secondFactor: true };

describe('a new password is refused', () => {
  it.each([
    ['fourteen chars', 'too-short'],
    ['é'.normalize('NFD').repeat(14), 'too-short'],
    ['🔑'.repeat(14), 'too-short'],
    ['', 'too-short'],
    ['ab c'.repeat(65), 'too-long'],
    ['aaaaaaaaaaaaaaaaaaaa', 'common'],
    ['abcdabcdabcdabcdabcd', 'common'],
    ['abcdefghijklmnopqrst', 'common'],
    ['98765432109876543210', 'common'],
    ['\0'.repeat(20), 'common'],
    ['Password1234567890!', 'common'],
    ['ＰＡＳＳＷＯＲＤ1234567890', 'common'],
    ['passwordpassword', 'common'],
    ['trustno1trustno1', 'common'],
    ['iloveyou-2024-2025', 'common'],
    ['qwertyuiopasdfghjkl', 'common'],
    ['correct horse battery staple', 'common'],
    ['a stolen phrase of words', 'breached'],
    ['known to the api alone', 'breached'],
    ['january february march', 'guessable'],
    ['q1w2e3r4t5y6u7i8o9', 'guessable'],
  ])('%s: %s', async (chosen, because) => {
    expect(await policy.refuse(chosen, about)).toEqual({ because });
  });

  it.each([
    ['zoe.fischer@harbourworks.example', 'email'],
    ['harbourworks2026!', 'email'],
    ['ZoéFischerLindqvist', 'name'],
    ['lindqvist-lindqvist', 'name'],
    ['Lindqvist1987-xyz', 'name'],
    ['nordwind logistik', 'company'],
    ['bulkhead-bulkhead', 'product'],
    ['Bulkhead Bulkhead 2026', 'product'],
  ])('as mostly words of the customer: %s (%s)', async (chosen, word) => {
    expect(await policy.refuse(chosen, about)).toEqual({ because: 'context', word });
  });
});

it('takes a passphrase, in any script, and one that only mentions a name', async () => {
  for (const chosen of [
    'amber-timber-quartz',
    'une phrase bien à moi',
    'зимнее солнце светит',
    'fischer paints eleven lanterns',
  ]) {
    expect([chosen, await policy.refuse(chosen, about)]).toEqual([chosen, null]);
  }
});

describe('counted in code points after NFC', () => {
  // No pattern for anybody to recognise.
  const noise = (length: number) =>
    Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7_919) % 20_011))).join(
      '',
    );
  const accents = (length: number) =>
    'Ń' +
    [...'ĝûêçñĺřŵžőąěůţŗ']
      .join('')
      .normalize('NFD')
      .repeat(20)
      .slice(0, (length - 1) * 2);

  it.each([
    [14, false, 'too-short'],
    [15, false, undefined],
    [7, true, 'too-short'],
    [8, true, undefined],
    [256, false, undefined],
    [257, false, 'too-long'],
    [256, true, undefined],
    [257, true, 'too-long'],
  ])('%i, second factor %s: %s', async (length, secondFactor, because) => {
    const refusal = await policy.refuse(noise(length), { ...about, secondFactor });
    expect(refusal?.because).toBe(because);
  });

  it('an astral character is one, and so is a letter with its accent', async () => {
    const astral = (length: number) =>
      Array.from({ length }, (_, at) => String.fromCodePoint(0x20000 + ((at * 7_919) % 40_000)));
    expect(await policy.refuse(astral(14).join(''), about)).toEqual({ because: 'too-short' });
    expect(await policy.refuse(astral(15).join(''), about)).toBeNull();
    expect(await policy.refuse(accents(14), about)).toEqual({ because: 'too-short' });
    expect(await policy.refuse(accents(15), about)).toBeNull();
    expect(await policy.refuse(accents(256), about)).toBeNull();
    expect(await policy.refuse(accents(257), about)).toEqual({ because: 'too-long' });
  });
});

it('asks less of a password beside which a second factor stands', async () => {
  expect(await policy.refuse('tK9#vq2x', guarded)).toBeNull();
  expect(await policy.refuse('tK9#vq2', guarded)).toEqual({ because: 'too-short' });
  expect(await policy.refuse('q1w2e3r4', guarded)).toEqual({ because: 'common' });
  expect(await policy.refuse('stolen3!x', guarded)).toEqual({ because: 'breached' });
});

it('asks the API when a password is chosen, and neither while it is typed nor at a sign-in', async () => {
  const chosen = 'eleven lanterns paint amber';
  asked.length = 0;
  expect(await policy.rate(chosen, about)).toEqual({ score: 4, refusal: null });
  expect(await policy.weigh(chosen, about)).toBeNull();
  await policy.refuse('too short', about);
  expect(asked).toEqual([]);
  await policy.refuse(chosen, about);
  expect(asked).toEqual([digestOf(chosen).toString('hex')]);
});

it('shows what is refused as no better than weak, whatever its entropy', async () => {
  expect(await policy.rate('a stolen phrase of words', about)).toEqual({
    score: 1,
    refusal: { because: 'breached' },
  });
});

describe('a password in force is', () => {
  it.each([
    ['stolen3!x', 'breached'],
    ['Dragon12', 'common'],
    ['zoefischer', 'context'],
    ['q1w2e3r4t5', 'common'],
    ['march-april-may', 'guessable'],
    ['tK9#vq2xLm', 'too-short'],
    ['eleven lanterns paint amber', null],
  ])('%s: %s', async (right, weakness) => {
    expect(await policy.weigh(right, about)).toBe(weakness);
  });

  it('long enough at eight beside a second factor', async () => {
    expect(await policy.weigh('tK9#vq2xLm', guarded)).toBeNull();
  });
});

describe('the costliest inputs there are', () => {
  const turned = (set: string) =>
    Array.from({ length: 256 }, (_, at) => set[(at * 7_919 + ((at * at) % 13)) % set.length]).join(
      '',
    );
  const worst = {
    'one letter': 'a'.repeat(256),
    'figures that may be letters': turned('4@8({[36gh1!|i0$5+7%2'),
    'all of ASCII': turned(
      Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join(''),
    ),
    figures: turned('0123456789'),
    dates: '1/1/1991'.repeat(32),
    'common words': 'passw0rd1!|4@$'.repeat(20).slice(0, 256),
    slashes: '\\/\\/'.repeat(64),
    emoji: '🔑'.repeat(256),
    marks: `a${'\u0301'.repeat(120)}${'\u0316'.repeat(120)}`,
    NUL: '\0'.repeat(256),
    'ligatures that grow': 'ﷺ'.repeat(256),
    'names of objects': '__proto__constructor'.repeat(12),
  };

  it('end soon, and leave the service’s own thread free meanwhile', async () => {
    const wordy = { ...about, name: 'ab '.repeat(66), company: 'a'.repeat(200) };
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    const rated = await Promise.all(Object.values(worst).map((typed) => policy.rate(typed, wordy)));
    clearInterval(timer);
    const taken = performance.now() - started;
    expect(rated.map(({ score }) => score >= 0)).not.toContain(false);
    expect(taken).toBeLessThan(30_000);
    expect(longest).toBeLessThan(taken / 2);
  });
});
