import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { getList } from './get-list.ts';
import { keepList, listsADayMax, someMax } from './keep-list.ts';
import { listMembers } from './list-members.ts';
import { readAddresses } from './read-addresses.ts';
import { readFormFile } from './read-form-file.ts';
import { spool } from './spool.ts';
import { unpack, unpackedMaxBytes } from './unpack.ts';

const { db, owner, customer } = await openManagerBench(3);
const staff = await customer();
const known = ['ada@example.com', 'ben@example.com', 'élan@example.com'];
for (const email of known) await customer({ email });

async function* inChunks(bytes: Buffer, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

function keep(file: string | Buffer, { staffId = staff, size = 7 } = {}) {
  const addresses = readAddresses(unpack(inChunks(Buffer.from(file as string), size)));
  return keepList(db, { name: 'list.csv', staffId, addresses });
}

async function kept(file: string | Buffer) {
  const answer = await keep(file);
  if ('refused' in answer) throw new Error(answer.refused);
  const list = await getList(db, answer.id);
  const ids = await listMembers(db, answer.id, { limit: 100 });
  const customers = await db.customer.findMany({ where: { id: { in: ids } } });
  return { ...list, emails: customers.map(({ email }) => email).sort() };
}

describe('a list is read alike', () => {
  test.each([
    ['one address a line', 'ada@example.com\nben@example.com\n'],
    [
      'as spreadsheets leave it',
      '\u{feff}"ADA@example.com",\r\n\r\n ben@example.com;\r\nada@example.com',
    ],
    ['from a column', 'id,Email,name\n1,ada@example.com,"A, of\nB"\n2,ben@example.com,B\n'],
    ['from a column with semicolons', 'name;email\n"A;B";ada@example.com\nB;ben@example.com'],
    ['from a column with tabs', 'email\tname\nada@example.com\tA\nben@example.com\tB'],
    ['from a file of one column', 'email\nada@example.com\n"ben@example.com"\n'],
  ])('%s, packed or not', async (_, text) => {
    for (const file of [text, gzipSync(text)]) {
      const list = await kept(file);
      expect(list).toMatchObject({ customers: 2, unknown: 0, bad: 0 });
      expect(list.emails).toEqual(['ada@example.com', 'ben@example.com']);
    }
  });
});

describe('of a list that is kept', () => {
  test('addresses nobody has are counted and named', async () => {
    const strangers = Array.from({ length: someMax + 3 }, (_, n) => `x${n}@example.com`);
    const list = await kept([...strangers, ...known].join('\n'));
    expect(list).toMatchObject({ addresses: someMax + 6, customers: 3, unknown: someMax + 3 });
    expect(list.unknownSome).toHaveLength(someMax);
    expect(strangers).toEqual(expect.arrayContaining(list.unknownSome ?? []));
  });

  test('nothing can be changed by the manager, nor can anybody be added unseen by its page', async () => {
    const list = await kept('ada@example.com');
    await expect(
      db.customerList.update({ where: { id: list.id ?? '' }, data: { bad: 1 } }),
    ).rejects.toThrow();
    await expect(db.customerListMember.deleteMany()).rejects.toThrow();
  });

  test('stands in the trail who uploaded it', async () => {
    const list = await kept('ada@example.com');
    const [act] = await db.staffAct.findMany({ orderBy: { id: 'desc' }, take: 1 });
    expect(act).toMatchObject({ act: 'list-kept', staffId: staff, detail: { list: list.id } });
  });
});

describe('a list with lines that are no address', () => {
  test('concerns nobody, and says which lines those are', async () => {
    const bytes = Buffer.concat([
      Buffer.from('ada@example.com\nnot an address\n\n'),
      Buffer.from([0x61, 0xff, 0x40, 0x0a]),
      Buffer.from('nul\0@example.com\nben@example.com\n=cmd|calc\n'),
    ]);
    const list = await kept(bytes);
    expect(list).toMatchObject({ customers: 0, bad: 4, emails: [] });
    expect(list.badLines).toEqual([
      { line: 2, text: 'not an address' },
      { line: 4, text: 'a\u{fffd}@' },
      { line: 5, text: 'nul\u{fffd}@example.com' },
      { line: 7, text: '=cmd|calc' },
    ]);
  });

  test('says so of columns too: a row without an address, a quote never closed, and what is beyond the bound', async () => {
    const list = await kept(
      `email,name\nada@example.com,A\n,B\nben@example.com,"C\n${'x'.repeat(70_000)},D\n`,
    );
    expect(list.badLines?.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(Math.max(...(list.badLines ?? []).map(({ text }) => text.length))).toBe(100);
  });

  test('names no more of them than are read by anybody, and counts them all', async () => {
    const list = await kept('x\n'.repeat(someMax + 1));
    expect(list).toMatchObject({ bad: someMax + 1, addresses: someMax + 1 });
    expect(list.badLines).toHaveLength(someMax);
  });
});

describe('nothing is kept of', () => {
  test('a list without an address', async () => {
    for (const file of ['', '\n\n', 'email\n'])
      expect(await keep(file)).toEqual({ refused: 'empty' });
  });

  test('more addresses than one reset may name', async () => {
    const file = Buffer.from('a@b.cd\n'.repeat(1_000_001));
    expect(await keep(file, { size: 65_536 })).toEqual({ refused: 'too-many' });
  });

  test('a file that unpacks to more than anybody has customers', async () => {
    for (const filling of ['\n', '\0']) {
      const bomb = gzipSync(Buffer.alloc(unpackedMaxBytes + 1, filling));
      expect(bomb.length).toBeLessThan(1_000_000);
      expect(await keep(bomb, { size: 65_536 })).toEqual({ refused: 'too-many' });
    }
  });

  test('a packed file that breaks off or is damaged, after the customers on its first half were found', async () => {
    const before = await db.customerListMember.count();
    const packed = gzipSync(`${known.join('\n')}\n${'a@b.cd\n'.repeat(30_000)}`);
    expect(await keep(packed.subarray(0, -20))).toEqual({ refused: 'unreadable' });
    packed.fill(0xff, 30, 60);
    expect(await keep(packed)).toEqual({ refused: 'unreadable' });
    expect(await db.customerListMember.count()).toBe(before);
  });

  test('more lists than one person can mean in a day', async () => {
    const busy = await customer();
    const empty = { addresses: 1, customers: 0, unknown: 1, unknownSome: [], bad: 0, badLines: [] };
    await db.customerList.createMany({
      data: Array.from({ length: listsADayMax }, () => ({
        ...{ id: randomUUID(), origin: 'file', name: 'x', createdBy: busy, ...empty },
      })),
    });
    expect(await keep('ada@example.com', { staffId: busy })).toEqual({ refused: 'too-often' });
    await owner.query(`UPDATE customer_list SET created_at = now() - interval '25 hours'`);
    expect(await keep('ada@example.com', { staffId: busy })).toHaveProperty('id');
  });
});

describe('a form with a file', () => {
  const type = 'multipart/form-data; boundary=----x7';
  const form = (content: string | Buffer, name = 'list.csv') =>
    Buffer.concat([
      Buffer.from(
        `------x7\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n`,
      ),
      Buffer.from('Content-Type: text/csv\r\n\r\n'),
      Buffer.from(content as string),
      Buffer.from('\r\n------x7--\r\n'),
    ]);
  const read = async (bytes: Buffer, size: number, contentType: string | null = type) => {
    const file = await readFormFile(inChunks(bytes, size), contentType);
    if (!file) return null;
    return { name: file.name, content: Buffer.concat(await Array.fromAsync(file.content)) };
  };

  test('is read byte by byte as it was sent, however it comes', async () => {
    const content = gzipSync(`ada@example.com\r\n------x7\r\n${randomUUID()}`);
    for (const size of [1, 3, 64, 5_000]) {
      expect(await read(form(content), size)).toEqual({ name: 'list.csv', content });
    }
    expect(await read(form(''), 9)).toMatchObject({ content: Buffer.alloc(0) });
  });

  test('names no folder and no control character', async () => {
    expect(await read(form('x', 'C:\\secret\\l\u{7}ist.csv'), 99)).toMatchObject({
      name: 'list.csv',
    });
  });

  test('that broke off is told from one that is whole', async () => {
    await expect(read(form('ada@example.com').subarray(0, -10), 9)).rejects.toThrow();
  });

  test('that is no such form is refused before its content is read', async () => {
    for (const contentType of [null, 'text/csv', 'multipart/form-data', `${type}2`]) {
      expect(await read(form('x'), 999, contentType)).toBeNull();
    }
    const field = Buffer.from('------x7\r\nContent-Disposition: form-data; name="a"\r\n\r\nx');
    expect(await read(field, 999)).toBeNull();
    expect(await read(Buffer.alloc(100_000, 'x'), 999)).toBeNull();
  });
});

test('what is uploaded lies on no disk by name, while it is read and after', async () => {
  const lying = () => readdirSync(tmpdir()).filter((name) => name.startsWith('bulkhead-list-'));
  const before = lying();
  const content = Buffer.from('ada@example.com\n'.repeat(10_000));
  const read = await spool(inChunks(content, 1_000), async (chunks) => {
    expect(lying()).toEqual(before);
    return Buffer.concat(await Array.fromAsync(chunks));
  });
  expect(read.equals(content)).toBe(true);
  await expect(spool(inChunks(content, 99), () => Promise.reject(new Error('x')))).rejects.toThrow(
    'x',
  );
  expect(lying()).toEqual(before);
});
