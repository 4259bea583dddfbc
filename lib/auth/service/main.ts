import { ConfigurationError, readEnvironment } from './environment.ts';
import { startService } from './start.ts';

const drainMs = 10_000;

process.on('unhandledRejection', (error) => fail(error));
process.on('uncaughtException', (error) => fail(error));

const stop = await startService(readEnvironment()).catch(fail);
process.send?.({ type: 'ready' });

let stopping = false;
async function shutDown() {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), drainMs).unref();
  await stop();
  process.exit(0);
}
process.on('SIGTERM', shutDown);
process.on('SIGINT', shutDown);
// The launcher is gone: an auth service that nobody minds goes too.
process.on('disconnect', shutDown);

// Only our own words reach the log: a driver's message may quote what a customer typed.
function fail(error: unknown): never {
  const { name, code } = error as { name?: unknown; code?: unknown };
  const words =
    error instanceof ConfigurationError ? error.message : `failed unexpectedly (${code ?? name})`;
  process.stderr.write(`auth: ${words}\n`);
  process.exit(1);
}
