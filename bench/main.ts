import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureActivity } from './activity.ts';
import { measureBesideBetterAuth } from './better-auth.ts';
import { measureCampaigns } from './campaigns.ts';
import { openDatabases } from './databases.ts';
import { measureEqualAnswers } from './equal-answers.ts';
import { type Figure, holds } from './figure.ts';
import { measureFirstHour } from './first-hour.ts';
import { measureFlatness } from './flatness.ts';
import { measureImports } from './imports.ts';
import { measureInvestigations } from './investigations.ts';
import { measureLists } from './lists.ts';
import { measureMailPhase } from './mail-phase.ts';
import { measureOverview } from './overview.ts';
import { measurePages } from './pages.ts';
import { inTable } from './report.ts';
import { measureRotation } from './rotation.ts';
import { measureShedding } from './shedding.ts';
import { measureSignIns } from './sign-ins.ts';
import { measureWraps } from './wraps.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, quick: { type: 'boolean' } },
});
const seconds = values.quick ? 2 : 10;

const benches: Record<
  string,
  (databases: Awaited<ReturnType<typeof openDatabases>>) => Promise<Figure[]>
> = {
  'sign-ins': (databases) => measureSignIns(databases, seconds),
  shedding: (databases) => measureShedding(databases, seconds),
  imports: (databases) => measureImports(databases, seconds),
  wraps: (databases) => measureWraps(databases, seconds),
  rotation: (databases) => measureRotation(databases, seconds),
  flatness: (databases) => measureFlatness(databases, seconds),
  campaigns: measureCampaigns,
  // To fill a million in takes longer than to measure them.
  lists: (databases) => measureLists(databases, values.quick ? 100_000 : 1_000_000),
  'mail-phase': (databases) => measureMailPhase(databases, seconds),
  'equal-answers': (databases) => measureEqualAnswers(databases, seconds),
  investigations: (databases) => measureInvestigations(databases, seconds),
  activity: (databases) => measureActivity(databases, seconds),
  overview: (databases) => measureOverview(databases, seconds),
  pages: () => measurePages(seconds),
  'first-hour': measureFirstHour,
  'better-auth': (databases) => measureBesideBetterAuth(databases, seconds),
};

const chosen = positionals.length ? positionals : Object.keys(benches);
const figures: (Figure & { bench: string })[] = [];
for (const name of chosen) {
  const bench = benches[name];
  if (!bench) throw new Error(`There is no bench ${name}: ${Object.keys(benches).join(', ')}.`);
  process.stderr.write(`${name}…\n`);
  const databases = await openDatabases();
  try {
    figures.push(...(await bench(databases)).map((figure) => ({ bench: name, ...figure })));
  } finally {
    await databases.stop();
  }
}
const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
process.stdout.write(`\n${inTable(figures)}\n${machine}\n`);
if (values.json) {
  const results = figures.map((figure) => ({ ...figure, holds: holds(figure) }));
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, quick: values.quick ?? false, results }, null, 2)}\n`,
  );
}
const broken = figures.filter((figure) => figure.bound?.kind === 'limit' && !holds(figure));
process.exit(broken.length ? 1 : 0);
