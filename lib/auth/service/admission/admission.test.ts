import { expect, it } from 'vitest';
import { type Entrance, Overloaded, openAdmission } from './admission.ts';

const stranger = (source: string): Entrance => ({ rank: 'stranger', source });
const known = (source: string): Entrance => ({ rank: 'known', source });
const background: Entrance = { rank: 'background', source: 'own work' };

/** One place, taken; whoever enters afterwards waits, and is noted by name when let in or turned away. */
async function openFull(waiting: number) {
  const admission = openAdmission({ running: 1, waiting });
  const leaves: (() => void)[] = [await admission.enter(stranger('first'))];
  const turns: string[] = [];
  const turnedAway: string[] = [];
  const enter = (name: string, entrance: Entrance) => {
    admission.enter(entrance).then(
      (leave) => {
        turns.push(name);
        leaves.push(leave);
      },
      (error) => {
        expect(error).toBeInstanceOf(Overloaded);
        turnedAway.push(name);
      },
    );
  };
  const settle = async () => {
    for (let turn = 0; turn < 3; turn++) await Promise.resolve();
  };
  const drain = async () => {
    for (let leave = leaves.shift(); leave; leave = leaves.shift()) {
      leave();
      await settle();
    }
    return turns;
  };
  return { admission, leaves, enter, settle, drain, turns, turnedAway };
}

it('lets so many in at once and so many wait, and turns the next away', async () => {
  const { admission, enter, settle, turns, turnedAway, drain } = await openFull(2);
  for (const name of ['a', 'b', 'c']) enter(name, stranger(name));
  await settle();
  expect(turnedAway).toEqual(['c']);
  expect(turns).toEqual([]);
  expect(admission.depth()).toEqual({ running: 1, waiting: 2 });
  expect(await drain()).toEqual(['a', 'b']);
  expect(admission.depth()).toEqual({ running: 0, waiting: 0 });
});

it('gives every source one turn a round, however many it sends', async () => {
  const { enter, drain } = await openFull(10);
  for (let index = 1; index <= 4; index++) enter(`flood ${index}`, stranger('flood'));
  enter('quiet', stranger('quiet'));
  enter('other', stranger('other'));
  expect(await drain()).toEqual(['flood 1', 'quiet', 'other', 'flood 2', 'flood 3', 'flood 4']);
});

it('lets one who floods displace only itself', async () => {
  const { enter, settle, drain, turnedAway } = await openFull(3);
  for (let index = 1; index <= 5; index++) enter(`flood ${index}`, stranger('flood'));
  enter('quiet', stranger('quiet'));
  await settle();
  expect(turnedAway.sort()).toEqual(['flood 3', 'flood 4', 'flood 5']);
  expect(await drain()).toEqual(['flood 1', 'quiet', 'flood 2']);
});

it('takes known devices first, and has room for them while strangers wait', async () => {
  const { enter, settle, drain, turnedAway } = await openFull(2);
  enter('stranger 1', stranger('a'));
  enter('stranger 2', stranger('b'));
  enter('customer', known('c'));
  await settle();
  expect(turnedAway).toEqual(['stranger 2']);
  expect(await drain()).toEqual(['customer', 'stranger 1']);
});

it('never turns a known device away for a stranger', async () => {
  const { enter, settle, turnedAway } = await openFull(1);
  enter('customer', known('c'));
  enter('stranger', stranger('a'));
  await settle();
  expect(turnedAway).toEqual(['stranger']);
});

it('lets a stranger in after three of the known, so that nobody waits for ever', async () => {
  const { enter, drain } = await openFull(10);
  for (let index = 1; index <= 5; index++) enter(`known ${index}`, known(`k${index}`));
  enter('stranger', stranger('s'));
  expect(await drain()).toEqual([
    'known 1',
    'known 2',
    'known 3',
    'stranger',
    'known 4',
    'known 5',
  ]);
});

it('does work of its own only when nobody waits, and never turns it away', async () => {
  const { enter, settle, drain, turnedAway } = await openFull(1);
  enter('own', background);
  enter('stranger', stranger('a'));
  await settle();
  expect(turnedAway).toEqual([]);
  expect(await drain()).toEqual(['stranger', 'own']);
});

it('frees a place once, even for one who leaves twice', async () => {
  const { admission, leaves, enter, settle, turns } = await openFull(5);
  enter('a', stranger('a'));
  enter('b', stranger('b'));
  leaves[0]?.();
  leaves[0]?.();
  await settle();
  expect(turns).toEqual(['a']);
  expect(admission.depth()).toEqual({ running: 1, waiting: 1 });
});
