const dayMs = 86_400_000;
const farthestDays = 3_650;

/**
 * The day on which no outdated hash will be left, at the pace of the days told: least squares over them.
 *
 * @returns null where there are fewer than two days, none goes, or it would take ten years.
 */
export function projectEnd(history: { day: string; outdated: number }[]): string | null {
  const points = history.map(({ day, outdated }) => ({ x: Date.parse(day) / dayMs, y: outdated }));
  const last = points.at(-1);
  if (points.length < 2 || !last) return null;
  if (last.y === 0) return history.at(-1)?.day ?? null;
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = mean(({ x }) => (x - meanX) ** 2);
  const slope = spread && mean(({ x, y }) => (x - meanX) * (y - meanY)) / spread;
  if (slope >= 0) return null;
  const days = Math.ceil(last.y / -slope);
  return days > farthestDays ? null : new Date((last.x + days) * dayMs).toISOString().slice(0, 10);
}
