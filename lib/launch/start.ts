import { localOperator } from '../operator/environment.ts';
import { openSetup } from '../operator/open-setup.ts';
import { OperatorError } from '../operator/operator-error.ts';
import { readSettings } from './environment.ts';
import { launch, type Running } from './launch.ts';
import { LaunchError } from './launch-error.ts';
import { nextSteps } from './next-steps.ts';

const demo = process.argv.includes('--demo');
const say = (words: string) => process.stderr.write(`${words}\n`);

// A terminal that was closed must not end the launcher halfway.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

// A signal may come at any time and more than once: a terminal, npm and the bootstrap each pass it on.
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!interrupted.signal.aborted) say('\nStopping…');
    interrupted.abort();
  });
}

let started: Running | undefined;
try {
  const settings = readSettings();
  const running = await launch(settings, say, interrupted.signal);
  started = running;
  const end = (code: number) => void running.stop().then(() => process.exit(code));
  interrupted.signal.addEventListener('abort', () => end(0));
  running.lost.then(() => end(1));
  if (demo) {
    const { loadDemo } = await import('../operator/load-demo.ts');
    for (const line of await loadDemo(running.zones)) say(line);
  }
  const setupLink = await openSetup(localOperator(running.zones), settings.publicUrl);
  say(nextSteps(setupLink, running.zones.mailboxUrl));
  process.stdout.write(`Bulkhead is ready at ${settings.publicUrl.origin}\n`);
} catch (error) {
  const { aborted } = interrupted.signal;
  if (!aborted) {
    if (error instanceof LaunchError || error instanceof OperatorError) say(error.message);
    else say(`Bulkhead could not start: ${(error as Error).stack}`);
  }
  await started?.stop();
  process.exit(aborted ? 0 : 1);
}
