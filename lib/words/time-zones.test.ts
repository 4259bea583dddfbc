import { expect, it, test } from 'vitest';
import { knownZone, listZones, readZone, startOfDay, zoneLabel } from './time-zones.ts';

it.each([
  ['Europe/Paris', 'Europe/Paris'],
  ['America/Argentina/Buenos_Aires', readZone('America/Buenos_Aires')],
  ['UTC', 'UTC'],
])('%s is a zone', (name, zone) => expect(readZone(name)).toBe(zone));

it.each([
  '',
  'Europe/Atlantis',
  '+01:00',
  '../../etc/passwd',
  'Europe/Paris\u0000',
  'Europe/Paris\n',
  "UTC'; --",
  `Europe/${'a'.repeat(100)}`,
  '__proto__',
])('%j is none, and times are then in UTC', (name) => {
  expect(readZone(name)).toBeNull();
  expect(knownZone(name)).toBe('UTC');
});

test('each zone that is listed is one, UTC comes first, and none stands twice', () => {
  const zones = listZones();
  expect(zones[0]).toBe('UTC');
  expect(zones.length).toBeGreaterThan(300);
  expect(new Set(zones).size).toBe(zones.length);
  for (const zone of zones) expect(readZone(zone)).not.toBeNull();
});

it.each([
  ['UTC', '2026-03-29', '2026-03-29T00:00:00Z'],
  ['Europe/Paris', '2026-03-29', '2026-03-28T23:00:00Z'],
  ['Europe/Paris', '2026-03-30', '2026-03-29T22:00:00Z'],
  ['Europe/Paris', '2026-10-25', '2026-10-24T22:00:00Z'],
  ['Europe/Paris', '2026-10-26', '2026-10-25T23:00:00Z'],
  ['Asia/Kathmandu', '2026-01-01', '2025-12-31T18:15:00Z'],
  ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00Z'],
  ['America/St_Johns', '2026-07-01', '2026-07-01T02:30:00Z'],
])('in %s, %s begins at %s', (zone, day, at) => {
  expect(startOfDay(day, zone)).toEqual(new Date(at));
});

test('a zone is called what it is called on that day', () => {
  const [winter, summer] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-07-01T00:00:00Z')];
  expect(zoneLabel(winter, 'UTC', 'en')).toBe('UTC');
  expect(zoneLabel(winter, 'Europe/Paris', 'fr')).not.toBe(zoneLabel(summer, 'Europe/Paris', 'fr'));
});
