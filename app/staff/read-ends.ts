import type { ResetEnds } from '../../lib/resets/start-reset.ts';

/** Field by which a form that chooses what ends says so: unticked boxes are not sent. */
export const endsChosen = 'endsChosen';
export const endings = ['sessions', 'devices', 'links'] as const satisfies (keyof ResetEnds)[];
export type EndsField = typeof endsChosen | (typeof endings)[number];

/** What a form ends besides passwords: everything, where it does not ask. */
export function readEnds(form: FormData): ResetEnds {
  const all = form.get(endsChosen) !== 'yes';
  const isTicked = (what: keyof ResetEnds) => all || form.get(what) === 'yes';
  return { sessions: isTicked('sessions'), devices: isTicked('devices'), links: isTicked('links') };
}

/** The same, to be kept in the form. */
export function endsAsValues(form: FormData): Record<(typeof endings)[number], string> {
  const { sessions, devices, links } = readEnds(form);
  const word = (ticked: boolean) => (ticked ? 'yes' : 'no');
  return { sessions: word(sessions), devices: word(devices), links: word(links) };
}
