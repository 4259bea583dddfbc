import path from 'node:path';
import { environment } from './environment.ts';
import { managerLog } from './log.ts';
import { logFailures } from './log-failures.ts';
import { createManagerServer } from './server.ts';

const settings = environment();
const log = managerLog();
globalThis.console.error = logFailures(log);
globalThis.console.warn = logFailures(log, 'warn');
const root = path.resolve(import.meta.dirname, '../..');
const server = await createManagerServer(settings, root, log);
server.listen(settings.port, settings.host, () => process.send?.({ type: 'ready' }));
server.once('error', (error) => {
  process.stderr.write(`The manager cannot listen: ${error.message}\n`);
  process.exit(1);
});

function stop() {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 3_000).unref();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
