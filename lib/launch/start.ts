import { readSettings } from './environment.ts';
import { launch, type Running } from './launch.ts';
import { LaunchError } from './launch-error.ts';
import { openSetup } from './open-setup.ts';

const demo = process.argv.includes('--demo');
const say = (words: string) => process.stderr.write(`${words}\n`);

let started: Running | undefined;
try {
  const settings = readSettings();
  const running = await launch(settings, say);
  started = running;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      say('\nStopping…');
      await running.stop();
      process.exit(0);
    });
  }
  running.lost.then(async () => {
    await running.stop();
    process.exit(1);
  });
  if (demo) {
    const { loadDemo } = await import('../operator/load-demo.ts');
    for (const line of await loadDemo(running.zones)) say(line);
  }
  const setupLink = await openSetup(running.zones.operator, settings.publicUrl);
  if (setupLink) say(`Set up the first staff member, once, at ${setupLink}`);
  if (running.zones.mailboxUrl)
    say(`Mail that Bulkhead sends can be read at ${running.zones.mailboxUrl}`);
  process.stdout.write(`Bulkhead is ready at ${settings.publicUrl.origin}\n`);
} catch (error) {
  if (error instanceof LaunchError) say(error.message);
  else say(`Bulkhead could not start: ${(error as Error).stack}`);
  await started?.stop();
  process.exit(1);
}
