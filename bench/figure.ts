/** One measured figure beside a peer or a limit, both of the same run. */
export interface Figure {
  /** What was measured. */
  what: string;
  value: number;
  unit: string;
  /** What it stands beside, measured in the same run; absent where only the limit counts. */
  beside?: { what: string; value: number };
  /** What decides: the ratio to `beside`, or the value itself. */
  judged: number;
  /** `aim` is reported, `limit` fails the run. */
  bound?: { kind: 'aim' | 'limit'; least?: number; most?: number };
}

/** A figure whose ratio to a peer counts. */
export function ratio(
  what: string,
  value: number,
  unit: string,
  beside: { what: string; value: number },
  bound?: Figure['bound'],
): Figure {
  return { what, value, unit, beside, judged: value / beside.value, ...(bound && { bound }) };
}

/** A figure that counts by itself. */
export function plain(what: string, value: number, unit: string, bound?: Figure['bound']): Figure {
  return { what, value, unit, judged: value, ...(bound && { bound }) };
}

/** Whether the figure keeps its bound; a figure without one is only told. */
export function holds({ judged, bound }: Figure): boolean {
  if (!Number.isFinite(judged)) return false;
  return judged >= (bound?.least ?? -Infinity) && judged <= (bound?.most ?? Infinity);
}
